using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringAudit.Models;
using ScoringAudit.Primitives;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick dataview</c>: one cursor pass over 20 float features through the data view, against ML.NET's own view over a list of objects.</summary>
internal sealed class DataViewQuick : IBenchmarkCommand
{
    private const int Slots = 20;

    public string Summary => "cursor pass over 20 float features, rows/s, against LoadFromEnumerable [--rows N]";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 1_000_000);
        var stream = Streams.FromSeed(1).Derive("dataview");
        var chunks = new List<TrainingChunk>();
        var objects = new Row[rows];
        for (var start = 0; start < rows; start += 65_536)
        {
            var count = Math.Min(65_536, rows - start);
            var values = new float[count * Slots];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = (float)stream.Uniform((ulong)start, (uint)i);
            }

            chunks.Add(new TrainingChunk(count, values, new bool[count], []));
            for (var row = 0; row < count; row++)
            {
                objects[start + row] = new Row { Features = values[(row * Slots)..((row + 1) * Slots)] };
            }
        }

        var view = new PortfolioDataView([.. Enumerable.Range(0, Slots).Select(s => $"x{s}")], chunks);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema["Features"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Slots);
        var peer = new MLContext(1).Data.LoadFromEnumerable(objects, schema);
        if (Pass(view) != Pass(peer))
        {
            log.WriteLine("The two views do not hold the same rows.");
            return 2;
        }

        const int passes = 10;
        CpuClock.Seconds(() => Repeat(view, passes));
        CpuClock.Seconds(() => Repeat(peer, passes));
        var ourSeconds = CpuClock.Best(3, () => Repeat(view, passes)) / passes;
        var peerSeconds = CpuClock.Best(3, () => Repeat(peer, passes)) / passes;
        Line($"dataview ours PortfolioDataView {ourSeconds:F4} CPU-s, {rows / ourSeconds / 1e6:F1} M rows/CPU-s");
        Line($"dataview peer LoadFromEnumerable {peerSeconds:F4} CPU-s, {rows / peerSeconds / 1e6:F1} M rows/CPU-s");
        Line($"dataview ratio {peerSeconds / ourSeconds:F1} times less CPU");
        return 0;

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static void Repeat(IDataView view, int passes)
    {
        for (var i = 0; i < passes; i++)
        {
            Pass(view);
        }
    }

    private static double Pass(IDataView view)
    {
        var sum = 0.0;
        var column = view.Schema["Features"];
        using var cursor = view.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            get(ref row);
            sum += row.GetValues()[Slots - 1];
        }

        return sum;
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
