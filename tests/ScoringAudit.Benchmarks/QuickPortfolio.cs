using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Benchmarks;

/// <summary><c>quick portfolio</c>: from a CSV file to typed batches, every value touched once, against ML.NET's text loader on the same file.</summary>
/// <remarks>Ours finds the types and the levels of the category itself (a pass of its own) and then reads; the peer is told both.</remarks>
internal sealed class QuickPortfolio : IBenchmarkCommand
{
    public string Summary => "CSV to typed batches, 4 columns, against ML.NET's TextLoader [--rows 1000000]";

    public int Run(Options options, TextWriter output, TextWriter log)
    {
        var rows = options.Int("rows", 1_000_000);
        var path = Path.Combine(Path.GetTempPath(), $"scoring-audit-{Environment.ProcessId}.csv");
        try
        {
            Write(path, rows);
            var ours = 0.0;
            var peer = 0.0;
            Ours(path);
            Peer(path);
            var ourSeconds = CpuClock.Best(3, () => ours = Ours(path));
            var peerSeconds = CpuClock.Best(3, () => peer = Peer(path));
            if (Math.Abs(ours - peer) > 1e-3 * rows)
            {
                log.WriteLine("The two readers do not find the same values.");
                return 2;
            }

            Line($"portfolio ours CsvPortfolio scan and read {ourSeconds:F3} CPU-s, {rows / ourSeconds / 1e6:F2} M rows/CPU-s");
            Line($"portfolio peer ML.NET TextLoader {peerSeconds:F3} CPU-s, {rows / peerSeconds / 1e6:F2} M rows/CPU-s");
            Line($"portfolio ratio {peerSeconds / ourSeconds:F2} times less CPU");
            return 0;
        }
        finally
        {
            File.Delete(path);
        }

        void Line(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
    }

    private static void Write(string path, int rows)
    {
        using var text = new StreamWriter(path) { NewLine = "\n" };
        text.WriteLine("pd,approved,group,plz");
        var stream = Streams.FromSeed(1).Derive("portfolio");
        for (var i = 0; i < rows; i++)
        {
            var pd = Math.Round(stream.Uniform((ulong)i, 0), 6);
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pd},{(pd < 0.3 ? 1 : 0)},{(stream.Uniform((ulong)i, 1) < 0.7 ? "A" : "B")},{10000 + (i % 5000)}"));
        }
    }

    private static double Ours(string path)
    {
        var rows = CsvPortfolio.Open(path);
        using var reader = rows.Open([new ColumnId(0), new ColumnId(1), new ColumnId(2), new ColumnId(3)]);
        var sum = 0.0;
        while (reader.Read(out var batch))
        {
            var pd = batch.Doubles(0);
            var approved = batch.Integers(1);
            var group = batch.Codes(2);
            var plz = batch.Integers(3);
            for (var i = 0; i < pd.Length; i++)
            {
                sum += pd[i] + approved[i] + group[i] + plz[i];
            }
        }

        return sum;
    }

    private static double Peer(string path)
    {
        var context = new MLContext(1);
        var loader = context.Data.CreateTextLoader(
            [
                new TextLoader.Column("pd", DataKind.Double, 0),
                new TextLoader.Column("approved", DataKind.Int64, 1),
                new TextLoader.Column("group", DataKind.String, 2),
                new TextLoader.Column("plz", DataKind.Int64, 3),
            ],
            ',',
            true);
        var view = loader.Load(path);
        using var cursor = view.GetRowCursor(view.Schema);
        var pd = cursor.GetGetter<double>(view.Schema["pd"]);
        var approved = cursor.GetGetter<long>(view.Schema["approved"]);
        var group = cursor.GetGetter<ReadOnlyMemory<char>>(view.Schema["group"]);
        var plz = cursor.GetGetter<long>(view.Schema["plz"]);
        double sum = 0, p = 0;
        long a = 0, z = 0;
        ReadOnlyMemory<char> g = default;
        while (cursor.MoveNext())
        {
            pd(ref p);
            approved(ref a);
            group(ref g);
            plz(ref z);
            sum += p + a + (g.Span[0] - 'A') + z;
        }

        return sum;
    }
}
