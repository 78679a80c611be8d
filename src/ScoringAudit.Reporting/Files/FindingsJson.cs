using System.Text.Json;
using ScoringAudit.Evidence;
using ScoringAudit.Primitives;
using ScoringAudit.Release;

namespace ScoringAudit.Reporting.Files;

/// <summary>findings.json: every finding of an audit, with its interval, counts, yardstick and source.</summary>
/// <remarks>
/// UTF-8, line feeds, keys in a fixed order, findings sorted by id (ordinal), numbers in their shortest form that reads back to the same
/// double: the same findings give the same bytes. Absent fields are left out. JSON has no infinity: a limit of an interval that is
/// infinite is written as null ("low": null is −∞, "high": null is +∞), and a null in a yardstick's set means "no limit".
/// </remarks>
public static class FindingsJson
{
    /// <summary>Writes the findings of released evidence.</summary>
    /// <exception cref="ArgumentException">A number is NaN, a value is infinite, or two findings share an id.</exception>
    public static void Write(ReleasedEvidence evidence, Stream to) => Write(ReleasedFindings.Of(evidence), to);

    /// <summary>Writes released findings.</summary>
    /// <exception cref="ArgumentException">A number is NaN, or a value is infinite.</exception>
    public static void Write(ReleasedFindings findings, Stream to)
    {
        ArgumentNullException.ThrowIfNull(findings);
        ArgumentNullException.ThrowIfNull(to);
        JsonFile.Write(to, json =>
        {
            json.WriteStartObject("disclosure");
            json.WriteString("class", Words.Of(findings.Disclosure));
            json.WriteStartArray("banner");
            foreach (string sentence in findings.Banner)
            {
                json.WriteStringValue(sentence);
            }

            json.WriteEndArray();
            Text(json, "ground", findings.Ground);
            Whole(json, "minCell", findings.MinCell);
            json.WriteEndObject();
            PrivacyJson.Write(json, findings.Privacy);

            json.WriteStartArray("findings");
            foreach (var finding in findings.Findings)
            {
                Write(json, finding);
            }

            json.WriteEndArray();

            json.WriteStartArray("notes");
            foreach (var note in findings.Notes)
            {
                json.WriteStartObject();
                json.WriteString("kind", note.Kind);
                json.WriteString("subject", note.Subject);
                json.WriteString("text", note.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();

            json.WriteStartObject("facts");
            foreach (var (name, value) in findings.Facts)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Reads a findings.json back.</summary>
    /// <param name="from">The file's bytes.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="AuditDataException">It is not JSON, from a newer schema, or lacks what a findings.json has.</exception>
    public static ReleasedFindings Read(Stream from, string file = "findings.json")
    {
        ArgumentNullException.ThrowIfNull(from);
        using var document = JsonFile.Open(from, file);
        return FindingsReader.Read(document.RootElement, file);
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("id", finding.Id);
        json.WriteString("measure", finding.Measure);
        Text(json, "model", finding.Model);
        Text(json, "rows", finding.Rows);
        Text(json, "attribute", finding.Attribute);
        Text(json, "group", finding.Group);
        Text(json, "reference", finding.Reference);
        Number(json, "value", finding.Value, finding.Id);
        if (finding.Interval is { } interval)
        {
            json.WriteStartObject("interval");
            Limit(json, "low", interval.Limits.Low, double.NegativeInfinity, finding.Id);
            Limit(json, "high", interval.Limits.High, double.PositiveInfinity, finding.Id);
            Number(json, "level", interval.Limits.Level, finding.Id);
            json.WriteString("method", interval.Method);
            json.WriteString("unit", interval.Unit);
            json.WriteString("target", interval.Target);
            json.WriteEndObject();
        }

        if (finding.Simultaneous is { } family)
        {
            json.WriteStartObject("simultaneousInterval");
            Limit(json, "low", family.Low, double.NegativeInfinity, finding.Id);
            Limit(json, "high", family.High, double.PositiveInfinity, finding.Id);
            Number(json, "level", family.Level, finding.Id);
            Text(json, "method", finding.SimultaneousMethod);
            json.WriteEndObject();
        }

        Number(json, "numerator", finding.Numerator, finding.Id);
        Number(json, "denominator", finding.Denominator, finding.Id);
        Number(json, "referenceNumerator", finding.ReferenceNumerator, finding.Id);
        Number(json, "referenceDenominator", finding.ReferenceDenominator, finding.Id);
        Whole(json, "n", finding.N);
        Number(json, "pValue", finding.PValue, finding.Id);
        json.WriteString("status", Words.Of(finding.Status));
        Text(json, "reason", finding.Reason);
        Text(json, "verdict", finding.Verdict is { } verdict ? Words.Of(verdict) : null);
        Whole(json, "neededN", finding.NeededN);
        if (finding.Yardstick is { } yardstick)
        {
            json.WriteStartObject("yardstick");
            json.WriteStartArray("set");
            SetLimit(json, yardstick.Low, finding.Id);
            SetLimit(json, yardstick.High, finding.Id);
            json.WriteEndArray();
            json.WriteString("source", yardstick.Source);
            json.WriteEndObject();
        }

        Text(json, "family", finding.Family);
        Text(json, "access", finding.Access);
        Text(json, "scale", finding.Scale);
        Text(json, "source", finding.Source);
        Text(json, "feature", finding.Feature);
        Text(json, "origin", finding.Origin);
        Text(json, "channel", finding.Channel);
        Text(json, "link", finding.Link);
        Text(json, "stratum", finding.Stratum);
        Text(json, "metric", finding.Metric);
        Number(json, "strength", finding.Strength, finding.Id);
        Text(json, "null", finding.Null);
        Whole(json, "replicates", finding.Replicates);
        Whole(json, "clusters", finding.Clusters);
        Number(json, "designEffect", finding.DesignEffect, finding.Id);
        Number(json, "smallestDetectable", finding.SmallestDetectable, finding.Id);
        Text(json, "screen", finding.Screen);
        Text(json, "note", finding.Note);
        LadderJson.Write(json, finding, Finite);
        if (finding.Details is { } details)
        {
            json.WriteStartObject("details");
            foreach (var (name, value) in details.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                Number(json, name, value, finding.Id);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, string key, string? value)
    {
        if (value is not null)
        {
            json.WriteString(key, value);
        }
    }

    private static void Whole(Utf8JsonWriter json, string key, long? value)
    {
        if (value is { } whole)
        {
            json.WriteNumber(key, whole);
        }
    }

    private static void Number(Utf8JsonWriter json, string key, double? value, string id)
    {
        if (value is { } number)
        {
            json.WriteNumber(key, Finite(number, key, id));
        }
    }

    private static void Limit(Utf8JsonWriter json, string key, double value, double infinite, string id)
    {
        if (value.Equals(infinite))
        {
            json.WriteNull(key);
        }
        else
        {
            json.WriteNumber(key, Finite(value, key, id));
        }
    }

    private static void SetLimit(Utf8JsonWriter json, double? value, string id)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumberValue(Finite(number, "set", id));
        }
        else
        {
            json.WriteNullValue();
        }
    }

    // Adding 0 turns −0 into 0: two equal results never differ in a sign that means nothing.
    private static double Finite(double value, string key, string id) => double.IsFinite(value)
        ? value + 0.0
        : throw new ArgumentException("Finding \"" + id + "\" has a " + key + " that is not finite; undefined is a status with a reason, never NaN or infinity.");
}
