using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;

namespace ScoringAudit.Statistics;

/// <summary>A sum of doubles without rounding error: any order, any split into parts and any number of threads give the same bits.</summary>
/// <remarks>
/// A fixed-point number over the whole range of doubles, held in 67 chunks of 32 bits inside 64-bit integers, so that carries are
/// needed only every 2,047 additions. Source: Neal 2015, "Fast exact summation using small and large superaccumulators", section 2.
/// Not safe for concurrent use: give each thread its own and merge.
/// </remarks>
public sealed class ExactSum
{
    private const int Chunks = 67;
    private const int AddsBetweenCarries = 2047;
    private readonly long[] _chunks = new long[Chunks];
    private int _room = AddsBetweenCarries;

    /// <summary>Adds a number exactly.</summary>
    /// <exception cref="ArgumentException">The number is NaN or infinite.</exception>
    public void Add(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> 52) & 0x7FF;
        var mantissa = (long)(bits & 0xFFFFFFFFFFFFFUL);
        if (exponent == 0x7FF)
        {
            throw new ArgumentException("An exact sum takes finite numbers only.", nameof(value));
        }

        // A subnormal has the weight of exponent 1 without the hidden bit.
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        if (_room == 0)
        {
            Carry();
        }

        _room--;
        var shift = exponent & 31;
        var chunks = _chunks.AsSpan(exponent >> 5, 2);
        var low = (mantissa << shift) & 0xFFFFFFFFL;
        var high = mantissa >> (32 - shift);
        var sign = (long)bits >> 63;
        chunks[0] += (low ^ sign) - sign;
        chunks[1] += (high ^ sign) - sign;
    }

    /// <summary>Adds every number exactly.</summary>
    /// <exception cref="ArgumentException">A number is NaN or infinite; those before it have been added.</exception>
    public void Add(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }

    /// <summary>Adds what another sum holds; the other keeps its value.</summary>
    public void Merge(ExactSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Carry();
        other.Carry();
        for (var i = 0; i < Chunks; i++)
        {
            _chunks[i] += other._chunks[i];
        }

        Carry();
    }

    /// <summary>The sum, rounded once, to nearest with ties to even; infinite when it is beyond the range of doubles.</summary>
    public double ToDouble()
    {
        Carry();
        Span<long> magnitude = stackalloc long[Chunks];
        _chunks.CopyTo(magnitude);
        var negative = magnitude[Chunks - 1] < 0;
        if (negative)
        {
            for (var i = 0; i < Chunks; i++)
            {
                magnitude[i] = -magnitude[i];
            }

            Normalise(magnitude);
        }

        var top = Chunks - 1;
        while (top >= 0 && magnitude[top] == 0)
        {
            top--;
        }

        if (top < 0)
        {
            return 0;
        }

        // Bit i has weight 2^(i − 1075); everything down to bit 1 is representable in the subnormal range.
        var highest = (32 * top) + BitOperations.Log2((ulong)magnitude[top]);
        var lowest = Math.Max(highest - 52, 1);
        ulong mantissa = 0;
        for (var bit = highest; bit >= lowest; bit--)
        {
            mantissa = (mantissa << 1) | Bit(magnitude, bit);
        }

        if (lowest > 1 && Bit(magnitude, lowest - 1) == 1 && ((mantissa & 1) == 1 || AnyBelow(magnitude, lowest - 1)))
        {
            mantissa++;
        }

        // The hidden bit adds 1 to the exponent field, and so does a mantissa that rounded up to 2^53. Bits 52 + e carry exponent e.
        var field = (ulong)(lowest - 1) << 52;
        var result = field + mantissa;
        return BitConverter.UInt64BitsToDouble((result >= 0x7FF0000000000000UL ? 0x7FF0000000000000UL : result) | (negative ? 1UL << 63 : 0));
    }

    /// <summary>Writes the sum; equal sums write equal bytes.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        Carry();
        int first = 0, last = Chunks - 1;
        while (first < Chunks && _chunks[first] == 0)
        {
            first++;
        }

        while (last >= first && _chunks[last] == 0)
        {
            last--;
        }

        var count = Math.Max(0, last - first + 1);
        var bytes = to.GetSpan(2 + (8 * count));
        bytes[0] = (byte)(count == 0 ? 0 : first);
        bytes[1] = (byte)count;
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes[(2 + (8 * i))..], _chunks[first + i]);
        }

        to.Advance(2 + (8 * count));
    }

    /// <summary>Reads a sum back.</summary>
    /// <param name="from">Bytes that begin with a written sum.</param>
    /// <param name="bytesRead">How many of them belong to it.</param>
    /// <exception cref="ArgumentException">The bytes do not begin with a written sum.</exception>
    public static ExactSum Read(ReadOnlySpan<byte> from, out int bytesRead)
    {
        if (from.Length < 2 || from[0] + from[1] > Chunks || from.Length < 2 + (8 * from[1]))
        {
            throw new ArgumentException("These bytes do not begin with an exact sum.", nameof(from));
        }

        var sum = new ExactSum();
        for (var i = 0; i < from[1]; i++)
        {
            sum._chunks[from[0] + i] = BinaryPrimitives.ReadInt64LittleEndian(from[(2 + (8 * i))..]);
        }

        bytesRead = 2 + (8 * from[1]);
        return sum;
    }

    private static ulong Bit(ReadOnlySpan<long> chunks, int bit) => ((ulong)chunks[bit >> 5] >> (bit & 31)) & 1;

    private static bool AnyBelow(ReadOnlySpan<long> chunks, int bit)
    {
        for (var i = 0; i < bit >> 5; i++)
        {
            if (chunks[i] != 0)
            {
                return true;
            }
        }

        return (chunks[bit >> 5] & ((1L << (bit & 31)) - 1)) != 0;
    }

    private void Carry()
    {
        Normalise(_chunks);
        _room = AddsBetweenCarries;
    }

    /// <summary>Leaves every chunk in [0, 2^32) except the top one, which carries the sign: one form for each value.</summary>
    private static void Normalise(Span<long> chunks)
    {
        for (var i = 0; i < Chunks - 1; i++)
        {
            chunks[i + 1] += chunks[i] >> 32;
            chunks[i] &= 0xFFFFFFFFL;
        }
    }
}
