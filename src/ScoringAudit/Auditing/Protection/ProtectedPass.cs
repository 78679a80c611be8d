using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Scoring;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Counts a design's tables in one pass. Which cell a row stands in follows from its own record, the plan, the model and what was released before.</summary>
internal sealed class ProtectedPass
{
    private readonly IPortfolio _rows;
    private readonly ProtectedDesign _design;
    private readonly AuditInputs _inputs;
    private readonly NamedModel? _model;
    private readonly List<ColumnId> _columns = [];
    private readonly List<PublicDimension> _dimensions = [];
    private readonly List<int> _dimensionAt = [];
    private readonly int _scoreAt = -1;
    private readonly int _decisionAt = -1;
    private readonly int _outcomeAt = -1;
    private readonly int _capAt = -1;
    private readonly BinaryColumn? _decision;
    private readonly BinaryColumn? _outcome;
    private readonly DecisionRule? _rule;
    private readonly ScoreScale? _scale;
    private ProtectedFirst? _first;

    public ProtectedPass(IPortfolio rows, ProtectedDesign design, AuditInputs inputs)
    {
        (_rows, _design, _inputs) = (rows, design, inputs);
        _model = design.Model is { } wanted ? inputs.Models.FirstOrDefault(m => m.Name == wanted.Name) ?? throw new ArgumentException("The design's model is not among the inputs.", nameof(inputs)) : null;
        var (schema, roles) = (rows.Schema, design.Plan.Roles);
        foreach (var dimension in design.Groupings.SelectMany(g => g.Parts).Concat(design.Cells).Concat(design.Features.OfType<PublicDimension>()).Concat(design.Tables.Any(t => t.Kind == ProtectedTableKind.Areas) ? [design.Areas!] : []))
        {
            if (!_dimensions.Contains(dimension))
            {
                _dimensions.Add(dimension);
                _dimensionAt.Add(Want(schema.Require(dimension.Column, "plan")));
            }
        }

        if (_model is not null)
        {
            foreach (var id in FeatureReader.ColumnsOf(schema, _model.Scorer.Features))
            {
                Want(id);
            }

            _scale = _model.Scorer.Scale;
        }
        else if (roles.Score is { } score)
        {
            var id = schema.Require(score.Column, "plan: columns.score");
            _scoreAt = schema[id].IsNumeric ? Want(id) : throw new AuditDataException($"{schema.Source}: column '{score.Column}' (plan: columns.score) holds text, expected numbers. Name a numeric column.");
            _scale = new ScoreScale(ScoreKind.Points, score.Direction, double.NegativeInfinity, double.PositiveInfinity);
        }

        _rule = roles.Decision?.Cutoff is { } cutoff && _scale is { } scale ? DecisionRule.AtCutoff(scale, cutoff) : null;
        if (roles.Decision is { Column: { } column, Favourable: { } favourable })
        {
            _decision = BinaryColumn.Bind(schema, column, favourable, "columns.decision.favourable", mustOccur: false);
            _decisionAt = Want(_decision.Id);
        }

        if (roles.Outcome is { } outcome)
        {
            _outcome = BinaryColumn.Bind(schema, outcome.Column, outcome.Adverse, "columns.outcome.adverse", mustOccur: false);
            _outcomeAt = Want(_outcome.Id);
        }

        if (design.CapColumn is { } unit)
        {
            _capAt = Want(schema.Require(unit, "plan: columns.subject"));
        }
    }

    /// <summary>What the second pass may read.</summary>
    public void Read(ProtectedFirst first) => _first = first;

    /// <summary>Exact counts of tables, in their order: to be sealed at once.</summary>
    public long[][] Count(IReadOnlyList<ProtectedTable> tables)
    {
        var counts = tables.Select(t => new long[t.Shape.Cells]).ToArray();
        var second = tables.Any(t => t.IsSecondPass);
        var levels = _dimensions.Select(_ => new int[Batch.MaxRows]).ToArray();
        int[] decision = new int[Batch.MaxRows], outcome = new int[Batch.MaxRows], band = new int[Batch.MaxRows], favourable = new int[Batch.MaxRows];
        double[] scores = new double[Batch.MaxRows];
        var flags = new sbyte[Batch.MaxRows];
        var keep = new bool[Batch.MaxRows];
        var reader = _model is null ? null : new FeatureReader(_rows.Schema, _model.Scorer.Features, _columns);
        // A new key for each pass: codes follow first appearance.
        var key = _capAt < 0 ? null : KeyColumn.Bind(_rows.Schema, _design.CapColumn!, "plan: columns.subject");
        var cap = key is null ? null : new UnitCap(_design.Unit.Rows, key);
        using var batches = _rows.Open(_columns);
        while (batches.Read(out var batch))
        {
            _inputs.Cancel.ThrowIfCancellationRequested();
            var n = batch.Rows;
            for (var d = 0; d < _dimensions.Count; d++)
            {
                _dimensions[d].Read(batch, _dimensionAt[d], _rows.Schema[_columns[_dimensionAt[d]]], levels[d]);
            }

            Admit(cap, batch, keep);
            Outcomes(batch, flags, outcome);
            ProtectedScores? scored = null;
            if (second && reader is not null)
            {
                scored = Rescored(reader.Read(batch), levels, n);
                scored.Score(scores.AsSpan(0, n));
            }
            else if (_scoreAt >= 0)
            {
                batch.CopyNumbers(_scoreAt, scores);
            }

            Decisions(batch, flags, scores, decision, second);
            if (_design.ScoreBands is { } bands && (scored is not null || _scoreAt >= 0))
            {
                for (var i = 0; i < n; i++)
                {
                    band[i] = bands.LevelOf(_model is null ? scores[i] : _scale!.Value.ToPoints(scores[i]));
                }

                Side(bands, decision, band, n);
            }

            for (var i = 0; i < n; i++)
            {
                favourable[i] = decision[i] == 0 ? 0 : 1;
            }

            for (var t = 0; t < tables.Count; t++)
            {
                Fill(tables[t], counts[t], new Levels(levels, decision, outcome, band, favourable), keep, scored, scores, n);
            }
        }

        if (cap is not null && tables.ToList().FindIndex(t => t.Kind == ProtectedTableKind.Capping) is >= 0 and var at)
        {
            (counts[at][0], counts[at][1]) = (cap.Whole, cap.Cut);
        }

        return counts;
    }

    private void Fill(ProtectedTable table, long[] counts, Levels of, bool[] keep, ProtectedScores? scored, double[] scores, int n)
    {
        switch (table.Kind)
        {
            case ProtectedTableKind.Capping:
                return;
            case ProtectedTableKind.Marginal:
                Add(counts, table.Shape, [Of(of, _design.Features[_design.Model!.Features.ToList().IndexOf(table.About)]!)], keep, n);
                return;
            case ProtectedTableKind.Aggregate:
                Add(counts, table.Shape, [Of(of, _design.Cells[int.Parse(table.About, System.Globalization.CultureInfo.InvariantCulture)]), of.Outcome], keep, n);
                return;
            case ProtectedTableKind.Areas:
                Add(counts, table.Shape, [Of(of, _design.Areas!), of.Decision], keep, n);
                return;
            case ProtectedTableKind.Decisions:
            case ProtectedTableKind.Scores:
                var grouping = _design.Groupings[int.Parse(table.About, System.Globalization.CultureInfo.InvariantCulture)];
                List<int[]> parts = [.. grouping.Parts.Select(p => Of(of, p))];
                if (table.Kind == ProtectedTableKind.Decisions)
                {
                    parts.Add(of.Decision);
                }
                else if (table.Shape.Dimensions.Contains(ProtectedTables.Favourable))
                {
                    parts.Add(of.Favourable);
                }

                if (_outcomeAt >= 0)
                {
                    parts.Add(of.Outcome);
                }

                if (table.Kind == ProtectedTableKind.Scores)
                {
                    parts.Add(of.Band);
                }

                Add(counts, table.Shape, parts, keep, n);
                return;
            default:
                var bands = new int[n];
                scored!.Distances(table, scores.AsSpan(0, n), bands);
                Add(counts, table.Shape, [bands], keep, n);
                return;
        }
    }

    private ProtectedScores Rescored(FeatureBlock own, int[][] levels, int n)
    {
        var columns = new float[_model!.Scorer.Features.Count][];
        for (var f = 0; f < columns.Length; f++)
        {
            columns[f] = own[f].ToArray();
        }

        var aggregates = _design.Plan.Disclosure.Privacy!.Aggregates;
        var cells = _design.Cells.Select(c => levels[_dimensions.IndexOf(c)]).ToArray();
        for (var a = 0; a < cells.Length; a++)
        {
            var column = columns[_design.Model!.Features.ToList().IndexOf(aggregates[a].Feature)];
            for (var i = 0; i < n; i++)
            {
                column[i] = (float)_first!.Rates[a][cells[a][i]];
            }
        }

        return new ProtectedScores(_design, _model, _first!, columns, cells, n, _inputs);
    }

    private void Admit(UnitCap? cap, in Batch batch, bool[] keep)
    {
        if (cap is null)
        {
            keep.AsSpan(0, batch.Rows).Fill(true);
        }
        else
        {
            cap.Admit(batch, _capAt, keep);
        }
    }

    private void Outcomes(in Batch batch, sbyte[] flags, int[] to)
    {
        if (_outcome is null)
        {
            return;
        }

        _outcome.Read(batch, _outcomeAt, flags);
        for (var i = 0; i < batch.Rows; i++)
        {
            to[i] = flags[i] < 0 ? 2 : flags[i];
        }
    }

    private void Decisions(in Batch batch, sbyte[] flags, double[] scores, int[] to, bool second)
    {
        if (_rule is { } rule && second)
        {
            for (var i = 0; i < batch.Rows; i++)
            {
                to[i] = double.IsNaN(scores[i]) ? 2 : rule.IsFavourable(scores[i]) ? 0 : 1;
            }
        }
        else if (_decision is not null)
        {
            _decision.Read(batch, _decisionAt, flags);
            for (var i = 0; i < batch.Rows; i++)
            {
                to[i] = flags[i] < 0 ? 2 : 1 - flags[i];
            }
        }
    }

    // A score on the cut-off itself stands on the side that its decision has, whatever rounding says.
    private void Side(PublicDimension bands, int[] decision, int[] band, int n)
    {
        if (_design.CutAt is not (>= 0 and var cut))
        {
            return;
        }

        for (var i = 0; i < n; i++)
        {
            if (decision[i] < 2 && band[i] < bands.Shape.Levels.Count)
            {
                band[i] = (decision[i] == 0) == _design.IsFavourableBelow ? Math.Min(band[i], cut) : Math.Max(band[i], cut + 1);
            }
        }
    }

    private int[] Of(Levels levels, PublicDimension dimension) => levels.Dimensions[_dimensions.IndexOf(dimension)];

    private static void Add(long[] counts, TableSchema shape, List<int[]> parts, bool[] keep, int n)
    {
        var sizes = shape.Dimensions.Select(d => d.Size).ToArray();
        for (var i = 0; i < n; i++)
        {
            if (keep[i])
            {
                var cell = 0;
                for (var p = 0; p < sizes.Length; p++)
                {
                    cell = (cell * sizes[p]) + parts[p][i];
                }

                counts[cell]++;
            }
        }
    }

    private int Want(ColumnId id)
    {
        var at = _columns.IndexOf(id);
        if (at < 0)
        {
            at = _columns.Count;
            _columns.Add(id);
        }

        return at;
    }

    private readonly record struct Levels(int[][] Dimensions, int[] Decision, int[] Outcome, int[] Band, int[] Favourable);
}
