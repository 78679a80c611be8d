using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>Attributions of a tree ensemble by pattern tables: explaining a row is a look-up for each group of leaves, whatever the size of the background.</summary>
/// <remarks>
/// The idea of tables over decision patterns is that of FastTreeSHAP v2 (Yang 2021), PLTreeSHAP (Zern, Broelemann and Kasneci 2023),
/// WOODELF (Nadel and Wettenstein 2025) and WOODELF-HD (2026). A background's histogram of patterns gives the interventional game; the
/// histogram of independent players with the cover ratios as probabilities gives the path-dependent one, with the same table.
/// A row becomes ranks (<see cref="SlotRanks"/>), ranks become patterns (<see cref="PatternByte"/>) of groups of leaves (<see cref="LeafGroup"/>), and
/// for each output column the tables' entries at the patterns are summed as whole numbers (<see cref="ColumnRun"/>, <see cref="PatternKernels"/>).
/// </remarks>
internal sealed class PatternEngine
{
    // Rows of a background whose patterns are counted together.
    private const int BlockRows = 2048;
    private static readonly byte[] Zeros = new byte[BlockRows];

    private readonly PatternBatch[] _batches;
    private readonly SlotRanks _ranks;
    private readonly DirectLeaf[] _direct;
    private readonly BitVectorScorer _scorer;
    private readonly VectorWidth _width;

    private PatternEngine(BitVectorScorer scorer, VectorWidth width, int columns, double expected, SlotRanks ranks, PatternBatch[] batches, DirectLeaf[] direct)
    {
        _scorer = scorer;
        _width = width;
        Columns = columns;
        Expected = expected;
        _ranks = ranks;
        _batches = batches;
        _direct = direct;
    }

    /// <summary>Number of output columns.</summary>
    public int Columns { get; }

    /// <summary>v(∅): mean of the background, or of the covers.</summary>
    public double Expected { get; }

    /// <summary>Leaves that have a table.</summary>
    public int Tables { get; private init; }

    /// <summary>Leaves that are computed directly.</summary>
    public int DirectLeaves => _direct.Length;

    /// <summary>Builds an engine.</summary>
    /// <inheritdoc cref="BuildAll"/>
    public static PatternEngine Build(
        BitVectorScorer scorer,
        PlayerSet players,
        AllocationKind kind,
        bool pathDependent,
        SlotBlock rows,
        double[] shares,
        TreeShapleyOptions options,
        CancellationToken cancel,
        VectorWidth? width = null) => BuildAll(scorer, players, kind, pathDependent, rows, [shares], options, cancel, width)[0];

    /// <summary>Builds an engine for each of several backgrounds that differ in their shares only.</summary>
    /// <param name="scorer">The trees.</param>
    /// <param name="players">Who plays; for Owen values the groups of the features.</param>
    /// <param name="kind">Which values.</param>
    /// <param name="pathDependent">Whether the rows give covers, else they are the background.</param>
    /// <param name="rows">Encoded rows of the background or of the covers.</param>
    /// <param name="shares">For each engine the rows' shares; with covers, one.</param>
    /// <param name="options">Threads and memory.</param>
    /// <param name="cancel">Stops the work between trees.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="frozen">A player that always keeps the background's values, whatever the explained row has; −1: none. Not with covers.</param>
    public static PatternEngine[] BuildAll(
        BitVectorScorer scorer,
        PlayerSet players,
        AllocationKind kind,
        bool pathDependent,
        SlotBlock rows,
        double[][] shares,
        TreeShapleyOptions options,
        CancellationToken cancel,
        VectorWidth? width = null,
        int frozen = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MostTableBits, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MostTableBits, 12, nameof(options));
        scorer.CheckColumns(rows);
        var ensemble = scorer.Ensemble;
        var use = width ?? BitVectorScorer.Widest;
        var slotPlayers = kind == AllocationKind.Owen ? PlayerSet.Features(players.Schema).SlotPlayers() : players.SlotPlayers();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel };

        var paths = new List<LeafPath>[ensemble.Trees.Count];
        Parallel.For(0, paths.Length, parallel, t =>
        {
            var tree = ensemble.Trees[t];
            var leftShare = pathDependent ? TreeCovers.LeftShares(tree, rows, shares[0]) : null;
            paths[t] = LeafPath.Of(tree, slotPlayers, -ensemble.Slope * tree.Weight, leftShare);
        });

        var leaves = paths.SelectMany(p => p).ToArray();
        var allocations = leaves.Select(l => Of(l.Players, players, kind)).ToArray();
        var tabled = Affordable(leaves, allocations, options);
        var tables = new PatternTable?[shares.Length][];
        var direct = new DirectLeaf?[shares.Length][];
        var expected = new double[shares.Length][];
        for (var e = 0; e < shares.Length; e++)
        {
            (tables[e], direct[e], expected[e]) = (new PatternTable?[leaves.Length], new DirectLeaf?[leaves.Length], new double[leaves.Length]);
        }

        var ranks = new SlotRanks(ensemble);
        var seen = pathDependent ? default : ranks.Encode(rows, use);
        Parallel.For(0, leaves.Length, parallel, PatternScratch.Take, (l, _, scratch) =>
        {
            var path = leaves[l];
            var histograms = !tabled[l] ? [] : pathDependent ? [Independent(path.Ratios)]
                : Histograms(PatternByte.Of(path.Tests, path.Players.Length, ranks), path.Players.Length, seen, shares, use, scratch.Patterns(2, Math.Min(BlockRows, seen.Rows)));
            for (var e = 0; e < shares.Length; e++)
            {
                var barrier = frozen < 0 ? -1 : Array.IndexOf(path.Players, frozen);
                if (tabled[l])
                {
                    Freeze(histograms[e], barrier);
                    expected[e][l] = path.Value * histograms[e][^1];
                    tables[e][l] = path.Players.Length == 0 ? null : PatternTable.Of(path, allocations[l], histograms[e], barrier);
                    continue;
                }

                var patterns = pathDependent ? null : Patterns(path.Tests, rows, shares[e]);
                expected[e][l] = path.Value * (patterns is null
                    ? path.Ratios.Aggregate(1.0, (product, ratio) => product * ratio)
                    : patterns.Where(p => p.Key == path.Tests.Full).Sum(p => p.Value));
                var held = barrier < 0 ? 0UL : 1UL << barrier;
                direct[e][l] = new DirectLeaf(path, allocations[l], patterns?.Where(p => (p.Key & held) == held).ToArray(), held);
            }

            return scratch;
        }, scratch => scratch.Return());

        int[]?[] columnsOf = [.. leaves.Select((leaf, l) => tabled[l] && leaf.Players.Length > 0 ? allocations[l].Columns.Order().ToArray() : null)];
        var groups = new LeafGroup[paths.Length][];
        var starts = new int[paths.Length + 1];
        for (var t = 0; t < paths.Length; t++)
        {
            starts[t + 1] = starts[t] + paths[t].Count;
        }

        Parallel.For(0, paths.Length, parallel, t => groups[t] = [.. LeafGroup.Of(ensemble.Trees[t], slotPlayers, leaves, starts[t], starts[t + 1], columnsOf)]);
        LeafGroup[] all = [.. groups.SelectMany(g => g)];
        var bytes = new PatternByte[all.Length][];
        Parallel.For(0, all.Length, parallel, g => bytes[g] = PatternByte.Of(all[g].Tests, all[g].Bits, ranks));
        var engines = new PatternEngine[shares.Length];
        for (var e = 0; e < engines.Length; e++)
        {
            // Shares sum to 1 but for rounding, except where they are signed.
            var total = pathDependent || Math.Abs(shares[e].Sum() - 1) < 1e-9 ? 1 : shares[e].Sum();
            var start = -((ensemble.Slope * ensemble.Bias) + ensemble.Offset) * total;
            var grouped = new PatternTable[all.Length];
            var ofLeaves = tables[e];
            Parallel.For(0, all.Length, parallel, g => grouped[g] = PatternTable.Of(all[g], ofLeaves));
            engines[e] = new PatternEngine(
                scorer, use, ColumnCount(players, kind), expected[e].Aggregate(start, (sum, part) => sum + part), ranks, PatternBatch.Of(bytes, grouped, use, parallel), [.. direct[e].OfType<DirectLeaf>()])
            {
                Tables = columnsOf.Count(c => c is not null),
            };
        }

        return engines;
    }

    /// <summary>Adds attributions and writes scores of a block; columns must be 0 at the block's rows.</summary>
    /// <param name="block">Encoded rows.</param>
    /// <param name="columns">Output columns.</param>
    /// <param name="predictions">Log-odds in double precision, before the cast to float.</param>
    /// <param name="offset">Where the block's rows stand in the outputs.</param>
    /// <param name="scratch">Room for ranks and patterns; the caller keeps one for each thread.</param>
    public void Explain(SlotBlock block, double[][] columns, double[] predictions, int offset, PatternScratch scratch)
    {
        var ranks = scratch.Ranks(_ranks.Columns, block.Rows);
        _ranks.Encode(block, ranks, _width);
        foreach (var batch in _batches)
        {
            batch.Add(ranks, scratch, columns, offset, _width);
        }

        foreach (var leaf in _direct)
        {
            leaf.Add(block, columns, offset);
        }

        var scores = predictions.AsSpan(offset, block.Rows);
        _scorer.Sum(block, scores);
        for (var row = 0; row < scores.Length; row++)
        {
            scores[row] = -((_scorer.Ensemble.Slope * scores[row]) + _scorer.Ensemble.Offset);
        }
    }

    private static int ColumnCount(PlayerSet players, AllocationKind kind) => kind switch
    {
        AllocationKind.Owen => players.Schema.Count,
        AllocationKind.Interactions => players.Count + (players.Count * (players.Count - 1) / 2),
        _ => players.Count,
    };

    private static Allocation Of(int[] onPath, PlayerSet players, AllocationKind kind)
    {
        switch (kind)
        {
            case AllocationKind.Shapley:
                return new ShapleyAllocation { Columns = onPath };
            case AllocationKind.Alone:
                return new AloneAllocation { Columns = onPath };
            case AllocationKind.Owen:
                ulong[] groups = [.. onPath
                    .Select((feature, bit) => (Group: players.PlayerOf[feature], Bit: 1UL << bit))
                    .GroupBy(p => p.Group)
                    .OrderBy(g => g.Key)
                    .Select(g => g.Aggregate(0UL, (bits, p) => bits | p.Bit))];
                return new OwenAllocation { Columns = onPath, Groups = groups };
            default:
                var columns = new List<int>(onPath);
                for (var p = 0; p < onPath.Length; p++)
                {
                    for (var q = p + 1; q < onPath.Length; q++)
                    {
                        var (low, high) = (Math.Min(onPath[p], onPath[q]), Math.Max(onPath[p], onPath[q]));
                        columns.Add(players.Count + InteractionAllocation.Pair(low, high, players.Count));
                    }
                }

                return new InteractionAllocation { Columns = [.. columns], Players = onPath.Length };
        }
    }

    // Small tables first, so that a budget serves the most leaves; ties in tree order.
    private static bool[] Affordable(LeafPath[] leaves, Allocation[] allocations, TreeShapleyOptions options)
    {
        var tabled = new bool[leaves.Length];
        var spent = 0L;
        foreach (var l in Enumerable.Range(0, leaves.Length).OrderBy(l => leaves[l].Players.Length))
        {
            var bits = leaves[l].Players.Length;
            if (bits == 0)
            {
                tabled[l] = true;
                continue;
            }

            if (bits > options.MostTableBits || spent + PatternTable.BytesOf(bits, allocations[l].Columns.Length) is var after && after > options.TableBudget)
            {
                break;
            }

            spent += PatternTable.BytesOf(bits, allocations[l].Columns.Length);
            tabled[l] = true;
        }

        return tabled;
    }

    private static double[] Independent(double[] ratios)
    {
        var shares = new double[1 << ratios.Length];
        shares[0] = 1;
        for (var p = 0; p < ratios.Length; p++)
        {
            for (var b = 0; b < 1 << p; b++)
            {
                shares[b | (1 << p)] = shares[b] * ratios[p];
                shares[b] *= 1 - ratios[p];
            }
        }

        return shares;
    }

    // A background row that does not meet the frozen player's conditions never comes to the leaf.
    private static void Freeze(double[] histogram, int bit)
    {
        for (var pattern = 0; bit >= 0 && pattern < histogram.Length; pattern++)
        {
            if ((pattern >> bit & 1) == 0)
            {
                histogram[pattern] = 0;
            }
        }
    }

    private static double[][] Histograms(PatternByte[] bytes, int bits, RankBlock ranks, double[][] shares, VectorWidth width, RankBlock patterns)
    {
        var histograms = shares.Select(_ => new double[1 << bits]).ToArray();
        for (var start = 0; start < ranks.Rows; start += BlockRows)
        {
            var part = ranks.Slice(start, Math.Min(BlockRows, ranks.Rows - start));
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i].Evaluate(part, patterns, i, width);
            }

            ReadOnlySpan<byte> low = bytes.Length > 0 ? patterns[0] : Zeros, high = bytes.Length > 1 ? patterns[1] : Zeros;
            for (var e = 0; e < shares.Length; e++)
            {
                var histogram = histograms[e];
                var share = shares[e].AsSpan(start, part.Rows);
                for (var row = 0; row < share.Length; row++)
                {
                    var at = RankBlock.Position(row);
                    histogram[low[at] | (high[at] << 8)] += share[row];
                }
            }
        }

        return histograms;
    }

    private static KeyValuePair<ulong, double>[] Patterns(PatternTests tests, SlotBlock rows, double[] shares)
    {
        var found = new SortedDictionary<ulong, double>();
        for (var row = 0; row < rows.Rows; row++)
        {
            var pattern = tests.Evaluate(rows, row);
            found[pattern] = found.GetValueOrDefault(pattern) + shares[row];
        }

        return [.. found];
    }
}
