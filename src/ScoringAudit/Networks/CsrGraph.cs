namespace ScoringAudit.Networks;

/// <summary>Directed weighted links in compressed rows: who reads whom, and with which share. From → to means: from reads to.</summary>
/// <remarks>Row-standardised: the shares of a node sum to 1 up to single precision. Offsets are 64-bit, so two thousand million links and more fit.</remarks>
public sealed class CsrGraph : INeighbourGraph
{
    private readonly long[] _offsets;
    private readonly int[] _targets;
    private readonly float[] _shares;

    /// <summary>A graph over arrays, which are not copied.</summary>
    /// <param name="offsets">First link of each node, then the number of links: nodes + 1 entries that never fall.</param>
    /// <param name="targets">The node that each link reads.</param>
    /// <param name="shares">Share of each link: finite, at least 0, summing to 1 over the links of a node.</param>
    /// <exception cref="ArgumentException">Lengths do not go together, an offset or a target is out of its range, or the shares of a node do not sum to 1 within 1e-5.</exception>
    public CsrGraph(long[] offsets, int[] targets, float[] shares)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(shares);
        if (offsets.Length == 0 || offsets[0] != 0 || offsets[^1] != targets.Length || targets.Length != shares.Length)
        {
            throw new ArgumentException($"{offsets.Length} offsets, {targets.Length} targets and {shares.Length} shares do not go together.", nameof(offsets));
        }

        (_offsets, _targets, _shares) = (offsets, targets, shares);
        for (var i = 0; i < Nodes; i++)
        {
            var sum = 0.0;
            if (offsets[i + 1] < offsets[i] || offsets[i + 1] > targets.Length)
            {
                throw new ArgumentException($"The links of node {i} end at {offsets[i + 1]}, expected {offsets[i]} to {targets.Length}.", nameof(offsets));
            }

            for (var e = offsets[i]; e < offsets[i + 1]; e++)
            {
                sum += shares[e];
                if ((uint)targets[e] >= (uint)(offsets.Length - 1))
                {
                    throw new ArgumentException($"Node {i} reads node {targets[e]}, expected 0 to {offsets.Length - 2}.", nameof(targets));
                }
            }

            if (offsets[i] == offsets[i + 1])
            {
                Islands++;
            }
            else if (!(Math.Abs(sum - 1) <= 1e-5))
            {
                throw new ArgumentException($"The shares of node {i} sum to {sum}, expected 1.", nameof(shares));
            }

            LargestRowSum = Math.Max(LargestRowSum, sum);
        }
    }

    /// <inheritdoc/>
    public int Nodes => _offsets.Length - 1;

    /// <inheritdoc/>
    public int Islands { get; }

    /// <inheritdoc/>
    public long Pairs => _targets.LongLength;

    /// <summary>The largest sum of a node's shares, as stored: 1 up to single precision; 0 without links.</summary>
    public double LargestRowSum { get; }

    /// <summary>First link of each node, then the number of links.</summary>
    public ReadOnlySpan<long> Offsets => _offsets;

    /// <summary>The node that each link reads.</summary>
    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>Share of each link.</summary>
    public ReadOnlySpan<float> Shares => _shares;

    /// <summary>A graph from edges; weights are divided by the sum of the node that reads. A node whose weights are all 0 becomes an island.</summary>
    public static CsrGraph Of(EdgeList edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var sums = new double[edges.Nodes];
        for (var e = 0; e < edges.Count; e++)
        {
            sums[edges.From[e]] += edges.Weight[e];
        }

        var offsets = new long[edges.Nodes + 1];
        var targets = new int[edges.Count];
        var shares = new float[edges.Count];
        var kept = 0;
        for (var e = 0; e < edges.Count; e++)
        {
            if (sums[edges.From[e]] > 0)
            {
                targets[kept] = edges.To[e];
                shares[kept++] = (float)(edges.Weight[e] / sums[edges.From[e]]);
                offsets[edges.From[e] + 1]++;
            }
        }

        for (var i = 0; i < edges.Nodes; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        return new CsrGraph(offsets, kept == targets.Length ? targets : targets[..kept], kept == shares.Length ? shares : shares[..kept]);
    }

    /// <inheritdoc/>
    public void Lag(ReadOnlySpan<double> values, Span<double> lag)
    {
        var offsets = _offsets;
        for (var i = 0; i < Nodes; i++)
        {
            var sum = 0.0;
            var end = offsets[i + 1];
            for (var e = offsets[i]; e < end; e++)
            {
                sum += _shares[e] * values[_targets[e]];
            }

            lag[i] = sum;
        }
    }

    /// <summary>The graph with every link turned round and equal shares: who is read by whom. Holds every link a second time.</summary>
    public CsrGraph Reversed()
    {
        var offsets = new long[Nodes + 1];
        foreach (var t in _targets)
        {
            offsets[t + 1]++;
        }

        for (var i = 0; i < Nodes; i++)
        {
            offsets[i + 1] += offsets[i];
        }

        var next = offsets[..^1];
        var sources = new int[_targets.Length];
        var shares = new float[_targets.Length];
        for (var i = 0; i < Nodes; i++)
        {
            for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
            {
                var at = next[_targets[e]]++;
                sources[at] = i;
                shares[at] = 1f / (offsets[_targets[e] + 1] - offsets[_targets[e]]);
            }
        }

        return new CsrGraph(offsets, sources, shares);
    }
}
