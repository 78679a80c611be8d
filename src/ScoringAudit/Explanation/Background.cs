using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The people with whom a row is compared: an attribution says how far the row's score lies from their mean. Declared, never implied.</summary>
/// <remarks>A background of one row is a comparison with one reference person. The digest of private rows is itself private (DESIGN section 6).</remarks>
public sealed class Background
{
    private readonly double[]? _weights;

    /// <summary>A background.</summary>
    /// <param name="rows">Its rows; at least one.</param>
    /// <param name="weights">A weight for each row, finite, at least 0, with a positive sum; null: equal.</param>
    /// <exception cref="ArgumentException">There is no row, or a weight is not allowed.</exception>
    public Background(FeatureMatrix rows, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Rows == 0)
        {
            throw new ArgumentException("The background has no row: there is nobody to compare with. Give at least one row.", nameof(rows));
        }

        if (weights is not null)
        {
            if (weights.Length != rows.Rows || weights.Any(w => !double.IsFinite(w) || w < 0) || weights.Sum() <= 0)
            {
                throw new ArgumentException($"Expected {rows.Rows} finite weights of at least 0 with a positive sum.", nameof(weights));
            }
        }

        Rows = rows;
        _weights = weights is null ? null : [.. weights];
    }

    /// <summary>The rows.</summary>
    public FeatureMatrix Rows { get; }

    /// <summary>Number of rows.</summary>
    public int Size => Rows.Rows;

    /// <summary>Whether rows have weights.</summary>
    public bool IsWeighted => _weights is not null;

    /// <summary>SHA-256 over schema names, values and weights, as hexadecimal digits.</summary>
    public string Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var f = 0; f < Rows.Schema.Count; f++)
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(Rows.Schema.Features[f].Name + "\n"));
            hash.AppendData(MemoryMarshal.AsBytes(Rows.Columns[f].AsSpan()));
        }

        if (_weights is not null)
        {
            hash.AppendData(MemoryMarshal.AsBytes(_weights.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Weights that sum to 1.</summary>
    internal double[] Shares()
    {
        if (_weights is null)
        {
            var equal = new double[Size];
            Array.Fill(equal, 1.0 / Size);
            return equal;
        }

        var sum = _weights.Sum();
        return [.. _weights.Select(w => w / sum)];
    }
}
