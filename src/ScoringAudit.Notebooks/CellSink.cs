using System.Globalization;
using System.Text;

namespace ScoringAudit.Notebooks;

/// <summary>Collects the outputs of one running cell, in order.</summary>
internal sealed class CellSink
{
    private static readonly AsyncLocal<CellSink?> Running = new();
    private readonly Lock _lock = new();
    private readonly List<CellOutput> _outputs = [];
    private readonly StringBuilder _console = new();
    private bool _closed;

    internal CellSink() => Console = TextWriter.Synchronized(new StringWriter(_console, CultureInfo.InvariantCulture) { NewLine = "\n" });

    /// <summary>The cell that this flow of execution belongs to.</summary>
    internal static CellSink? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    internal TextWriter Console { get; }

    /// <summary>Answers a query over tables.</summary>
    internal Func<string, IReadOnlyList<(string, Portfolios.IPortfolio)>, CellOutput>? Sql { get; init; }

    /// <summary>Takes the outputs that show released evidence.</summary>
    internal HashSet<CellOutput> Released { get; init; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds a value as it shows itself.</summary>
    internal void Show(object? value, bool isResult)
    {
        var output = CellOutput.OfDisplay(ValueFormatter.Format(value), isResult) with { IsVolatile = value is SqlAnswer { IsSkipped: true } };
        if (ValueFormatter.IsReleased(value))
        {
            lock (_lock)
            {
                Released.Add(output);
            }
        }

        Add(output);
    }

    internal void Add(CellOutput output)
    {
        lock (_lock)
        {
            if (!_closed)
            {
                Drain();
                _outputs.Add(output);
            }
        }
    }

    /// <summary>All outputs so far; later ones (of a cell that was given up) are dropped.</summary>
    internal List<CellOutput> Close()
    {
        lock (_lock)
        {
            Drain();
            _closed = true;
            return _outputs;
        }
    }

    private void Drain()
    {
        string text;
        lock (Console)
        {
            text = _console.ToString();
            _console.Clear();
        }

        if (text.Length > 0)
        {
            _outputs.Add(CellOutput.OfStream(text));
        }
    }
}
