using System.Text.Json;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Files;

namespace ScoringAudit.Reporting.Subjects;

/// <summary>A statement as JSON: what text and page say, for machines of the person or their adviser.</summary>
public static class StatementJson
{
    /// <summary>Writes the document.</summary>
    public static void Write(IReadOnlyList<SubjectStatement> statements, Stream to)
    {
        ArgumentNullException.ThrowIfNull(statements);
        ArgumentNullException.ThrowIfNull(to);
        JsonFile.Write(to, json =>
        {
            json.WriteString("kind", "subject_statement");
            json.WriteStartObject("disclosure");
            json.WriteString("class", "subject");
            json.WriteEndObject();
            json.WriteStartArray("statements");
            foreach (var statement in statements)
            {
                Write(json, statement);
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, SubjectStatement statement)
    {
        json.WriteStartObject();
        json.WriteString("model", statement.Model);
        json.WriteString("algorithm", statement.Algorithm);
        Optional(json, "decision", statement.Decision);
        Optional(json, "recordedDecision", statement.Recorded);
        json.WriteBoolean("decisionWithheld", statement.IsDecisionWithheld);
        if (statement.Points is { } points)
        {
            json.WriteNumber("points", points);
        }

        json.WriteBoolean("amountsWithheld", statement.IsShielded);
        json.WriteStartArray("own");
        foreach (var part in statement.Own)
        {
            json.WriteStartObject();
            json.WriteString("feature", part.Feature);
            json.WriteString("text", part.Text);
            json.WriteString("value", part.Value);
            json.WriteString("direction", part.Direction switch { 0 => "none", > 0 => "against", _ => "for" });
            json.WriteString("band", StatementWords.Code(part.Band));
            if (part.Points is { } amount)
            {
                json.WriteNumber("points", amount);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("reasons");
        foreach (var reason in statement.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("feature", reason.Feature);
            json.WriteString("text", reason.Text);
            json.WriteString("class", reason.Class);
            if (reason.Stability is { } stability)
            {
                json.WriteNumber("stability", stability);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("others");
        foreach (var origin in statement.Others)
        {
            json.WriteStartObject();
            json.WriteString("origin", origin.Origin);
            Texts(json, "features", origin.Features);
            json.WriteBoolean("isPublic", origin.IsPublic);
            Optional(json, "band", origin.Band is { } band ? StatementWords.Code(band) : null);
            json.WriteString("text", StatementWords.Origin(origin));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("changes");
        foreach (var change in statement.Changes)
        {
            json.WriteStartObject();
            json.WriteBoolean("isActionable", change.IsActionable);
            json.WriteStartArray("steps");
            foreach (var step in change.Steps)
            {
                json.WriteStartObject();
                json.WriteString("feature", step.Feature);
                json.WriteString("from", step.From);
                json.WriteString("to", step.To);
                json.WriteString("direction", step.Direction switch { 0 => "exactly", > 0 => "or_more", _ => "or_less" });
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("changesNote", statement.ChangesNote);
        Texts(json, "procedure", statement.Procedure);
        Texts(json, "notes", statement.Notes);
        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
