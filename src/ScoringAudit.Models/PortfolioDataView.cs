using Microsoft.ML;
using Microsoft.ML.Data;

namespace ScoringAudit.Models;

/// <summary>Encoded rows as an ML.NET data view: "Features" (vector of float with slot names), "Label" (adverse or not) and, where given, "Weight". No object per row.</summary>
/// <remarks>
/// The row count is known; a row's id is its number, as in ML.NET's own view over a list; rows are never shuffled
/// (<see cref="CanShuffle"/> is false) and a cursor set has one cursor, so the order of rows, and with it every sum, is the same on any
/// number of threads. Models equal those that <c>LoadFromEnumerable</c> gives on the same rows, provided that the trainer starts from a
/// fresh <see cref="MLContext"/>: each data source that registers itself with a context moves the seed of the next one, and
/// LightGBM (which samples rows to choose its bins) and SDCA (which shuffles) draw from it. Safe to read from several threads.
/// </remarks>
public sealed class PortfolioDataView : IDataView
{
    /// <summary>Name of the column of slot values.</summary>
    public const string Features = "Features";

    /// <summary>Name of the column of outcomes: true is adverse.</summary>
    public const string Label = "Label";

    /// <summary>Name of the column of sample weights.</summary>
    public const string Weight = "Weight";

    private readonly TrainingChunk[] _chunks;
    private readonly int _slots;
    private readonly long _rows;

    /// <summary>A view over chunks of encoded rows.</summary>
    /// <param name="slotNames">Names of the slots, at least one.</param>
    /// <param name="chunks">Rows in order; none is empty, and all have weights or none has.</param>
    /// <exception cref="ArgumentException">Lengths do not fit together.</exception>
    public PortfolioDataView(IReadOnlyList<string> slotNames, IReadOnlyList<TrainingChunk> chunks)
    {
        ArgumentNullException.ThrowIfNull(slotNames);
        ArgumentNullException.ThrowIfNull(chunks);
        ArgumentOutOfRangeException.ThrowIfZero(slotNames.Count);
        _chunks = [.. chunks];
        _slots = slotNames.Count;
        var weighted = _chunks.Length > 0 && _chunks[0].Weights.Length > 0;
        foreach (var chunk in _chunks)
        {
            if (chunk.Rows <= 0
                || chunk.Values.Length < (long)chunk.Rows * _slots
                || (chunk.Adverse.Length > 0 && chunk.Adverse.Length < chunk.Rows)
                || (weighted ? chunk.Weights.Length < chunk.Rows : chunk.Weights.Length > 0))
            {
                throw new ArgumentException($"A chunk of {chunk.Rows} rows does not fit {_slots} slots or the other chunks.", nameof(chunks));
            }

            _rows += chunk.Rows;
        }

        Schema = MakeSchema(slotNames, weighted);
    }

    /// <inheritdoc/>
    public DataViewSchema Schema { get; }

    /// <summary>False: rows always come in the same order.</summary>
    public bool CanShuffle => false;

    /// <inheritdoc/>
    public long? GetRowCount() => _rows;

    /// <inheritdoc/>
    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) => new Cursor(this, columnsNeeded);

    /// <summary>One cursor, whatever number is asked for: ML.NET permits fewer.</summary>
    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
        [GetRowCursor(columnsNeeded, rand)];

    private static DataViewSchema MakeSchema(IReadOnlyList<string> slotNames, bool weighted)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        ReadOnlyMemory<char>[] names = [.. slotNames.Select(n => n.AsMemory())];
        ValueGetter<VBuffer<ReadOnlyMemory<char>>> getNames = (ref VBuffer<ReadOnlyMemory<char>> to) =>
        {
            var editor = VBufferEditor.Create(ref to, names.Length);
            names.CopyTo(editor.Values);
            to = editor.Commit();
        };
        annotations.Add("SlotNames", new VectorDataViewType(TextDataViewType.Instance, names.Length), getNames);
        var schema = new DataViewSchema.Builder();
        schema.AddColumn(Features, new VectorDataViewType(NumberDataViewType.Single, names.Length), annotations.ToAnnotations());
        schema.AddColumn(Label, BooleanDataViewType.Instance);
        if (weighted)
        {
            schema.AddColumn(Weight, NumberDataViewType.Single);
        }

        return schema.ToSchema();
    }

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly PortfolioDataView _view;
        private readonly bool[] _active;
        private TrainingChunk _chunk;
        private int _nextChunk;
        private int _row;
        private long _position = -1;

        public Cursor(PortfolioDataView view, IEnumerable<DataViewSchema.Column> columnsNeeded)
        {
            _view = view;
            _active = new bool[view.Schema.Count];
            foreach (var column in columnsNeeded)
            {
                _active[column.Index] = true;
            }

            _chunk = new TrainingChunk(0, [], [], []);
        }

        public override DataViewSchema Schema => _view.Schema;

        public override long Position => _position;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => _active[column.Index];

        public override bool MoveNext()
        {
            if (++_row < _chunk.Rows)
            {
                _position++;
                return true;
            }

            if (_nextChunk == _view._chunks.Length)
            {
                (_row, _position) = (_chunk.Rows, -1);
                return false;
            }

            _chunk = _view._chunks[_nextChunk++];
            _row = 0;
            _position++;
            return true;
        }

        public override ValueGetter<DataViewRowId> GetIdGetter() =>
            (ref DataViewRowId id) => id = new DataViewRowId((ulong)_position, 0);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!_active[column.Index])
            {
                throw new ArgumentException($"Column '{column.Name}' was not asked for.", nameof(column));
            }

            Delegate getter = column.Index switch
            {
                0 => (ValueGetter<VBuffer<float>>)GetFeatures,
                1 => (ValueGetter<bool>)GetLabel,
                _ => (ValueGetter<float>)GetWeight,
            };
            return getter as ValueGetter<TValue>
                ?? throw new ArgumentException($"Column '{column.Name}' is {column.Type}, not {typeof(TValue).Name}.", nameof(column));
        }

        private void GetFeatures(ref VBuffer<float> to)
        {
            var slots = _view._slots;
            var editor = VBufferEditor.Create(ref to, slots);
            _chunk.Values.AsSpan(_row * slots, slots).CopyTo(editor.Values);
            to = editor.Commit();
        }

        private void GetLabel(ref bool to) => to = _chunk.Adverse.Length > 0 && _chunk.Adverse[_row];

        private void GetWeight(ref float to) => to = _chunk.Weights[_row];
    }
}
