using System.Text.Json;

namespace ScoringAudit.Worlds;

/// <summary>Writes the figures of a firm world.</summary>
internal static class FirmFactsJson
{
    public static void Write(Utf8JsonWriter json, FirmFacts facts)
    {
        json.WriteStartObject("realisedWholeWorld");
        json.WriteNumber("firms", facts.Firms);
        json.WriteNumber("links", facts.Links);
        json.WriteNumber("mostReaders", facts.MostReaders);
        WorldJson.Number(json, "tailExponent", facts.TailExponent);
        WorldJson.Number(json, "sameSectorShare", facts.SameSectorShare);
        WorldJson.Number(json, "sectorAssortativity", facts.SectorAssortativity);
        WorldJson.Number(json, "scoreAssortativity", facts.ScoreAssortativity);
        WorldJson.Number(json, "foreignShare", facts.ForeignShare);
        WorldJson.Number(json, "blacklistedShare", facts.BlacklistedShare);
        WorldJson.Number(json, "redlistedShare", facts.RedlistedShare);
        json.WriteStartObject("gradeShares");
        foreach (var (grade, share) in facts.GradeShares)
        {
            WorldJson.Number(json, grade, share);
        }

        json.WriteEndObject();
        json.WriteNumber("persons", facts.Persons);
        json.WriteNumber("personsWithSeveralFirms", facts.PersonsWithSeveralFirms);
        json.WriteNumber("listUndecided", facts.ListUndecided);
        json.WriteNumber("listSteps", facts.ListSteps);
        WorldJson.Number(json, "captiveShare", facts.CaptiveShare);
        if (facts.Blast is { } blast)
        {
            json.WriteStartObject("blastRadius");
            json.WriteNumber("randomSeeds", blast.RandomSeeds);
            WorldJson.Number(json, "meanOfRandom", blast.MeanOfRandom);
            json.WriteNumber("hubSeeds", blast.HubSeeds);
            WorldJson.Number(json, "meanOfHubs", blast.MeanOfHubs);
            json.WriteNumber("largest", blast.Largest);
            json.WriteStartArray("gradeChangesByHop");
            foreach (var count in blast.ByHop)
            {
                json.WriteNumberValue(count);
            }

            json.WriteEndArray();
            WorldJson.Number(json, "tolerance", blast.Tolerance);
            json.WriteStartArray("seeds");
            foreach (var seed in blast.Seeds)
            {
                json.WriteStartObject();
                json.WriteNumber("firm", seed.Firm);
                json.WriteBoolean("hub", seed.IsHub);
                json.WriteNumber("readers", seed.Readers);
                json.WriteNumber("changed", seed.Changed);
                json.WriteNumber("listed", seed.Listed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
