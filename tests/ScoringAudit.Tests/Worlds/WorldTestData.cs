using ScoringAudit.Portfolios;
using ScoringAudit.Worlds;
using ScoringAudit.Worlds.Catalogue;

namespace ScoringAudit.Tests.Worlds;

/// <summary>Reads columns of small worlds, and hashes rows.</summary>
internal static class WorldTestData
{
    public static TheoryData<string> ScenarioIds => [.. ScenarioCatalogue.All.Select(s => s.Id)];

    public static World Small(string scenario, int subjects = 3000) => World.Generate(WorldSpec.Of(scenario) with { Subjects = subjects });

    public static double[] Numbers(IPortfolio rows, string column)
    {
        using var reader = rows.Open([rows.Schema.Require(column, "test")]);
        var values = new List<double>();
        while (reader.Read(out var batch))
        {
            var part = new double[batch.Rows];
            batch.CopyNumbers(0, part);
            values.AddRange(part);
        }

        return [.. values];
    }

    public static string[] Texts(IPortfolio rows, string column)
    {
        var levels = rows.Schema[rows.Schema.Require(column, "test")].Levels;
        return [.. Numbers(rows, column).Select(code => levels[(int)code])];
    }

    /// <summary>FNV-1a over the cells, row by row: bits of numbers (one NaN for all), names behind codes.</summary>
    public static ulong Hash(IPortfolio rows)
    {
        var hash = 14695981039346656037UL;
        ColumnId[] ids = [.. Enumerable.Range(0, rows.Schema.Columns.Count).Select(i => new ColumnId(i))];
        using var reader = rows.Open(ids);
        while (reader.Read(out var batch))
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                for (var c = 0; c < ids.Length; c++)
                {
                    if (batch.IsMissing(c, i))
                    {
                        Word(0x7FF8000000000000UL);
                        continue;
                    }

                    switch (batch.Kind(c))
                    {
                        case ColumnKind.Float: Word(BitConverter.SingleToUInt32Bits(batch.Floats(c)[i])); break;
                        case ColumnKind.Double: Word(BitConverter.DoubleToUInt64Bits(batch.Doubles(c)[i])); break;
                        case ColumnKind.Integer: Word((ulong)batch.Integers(c)[i]); break;
                        case ColumnKind.Flag: Word(batch.Flags(c)[i] ? 1UL : 0UL); break;
                        default:
                            foreach (var letter in rows.Schema[ids[c]].Levels[batch.Codes(c)[i]])
                            {
                                Word(letter);
                            }

                            break;
                    }
                }
            }
        }

        return hash;

        void Word(ulong word)
        {
            for (var b = 0; b < 8; b++)
            {
                hash = unchecked((hash ^ (byte)(word >> (8 * b))) * 1099511628211UL);
            }
        }
    }

    public static TheoryData<string> FirmIds => [.. ScenarioCatalogue.All.Where(s => s.Kind == WorldKind.Firms).Select(s => s.Id)];

    /// <summary>Portfolios one after the other, as one.</summary>
    public static ColumnPortfolio Concatenate(IReadOnlyList<IPortfolio> parts)
    {
        var builder = ColumnPortfolio.Build("parts");
        foreach (var column in parts[0].Schema.Columns)
        {
            var numbers = parts.SelectMany(p => Numbers(p, column.Name)).ToArray();
            switch (column.Kind)
            {
                case ColumnKind.Float: builder.Number(column.Name, numbers.Select(v => (float)v).ToArray()); break;
                case ColumnKind.Double: builder.Number(column.Name, numbers); break;
                case ColumnKind.Integer: builder.Integer(column.Name, [.. numbers.Select(v => (long)v)]); break;
                case ColumnKind.Flag: builder.Flag(column.Name, [.. numbers.Select(v => v != 0)]); break;
                default: builder.Category(column.Name, parts.SelectMany(p => Texts(p, column.Name)).ToArray()); break;
            }
        }

        return builder.Build();
    }
}
