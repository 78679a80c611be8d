using System.Numerics;

namespace ScoringAudit.Privacy;

/// <summary>A row of a tableau that is subtracted from others: its places that are not 0, found once.</summary>
/// <remarks>Few places are visited one by one, many in vectors; multiplied first, then subtracted, so that both ways and any width of vectors give the same bits.</remarks>
internal readonly struct PivotRow
{
    private readonly double[] _row;
    private readonly int[] _places;
    private readonly int _count;

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row; must not change while it is subtracted.</param>
    /// <param name="places">Room for as many places as the row has.</param>
    public PivotRow(double[] row, int[] places)
    {
        (_row, _places, _count) = (row, places, 0);
        for (var k = 0; k < row.Length; k++)
        {
            if (row[k] != 0)
            {
                places[_count++] = k;
            }
        }
    }

    /// <summary>from −= times · row; what is smaller than tiny afterwards is 0.</summary>
    public void SubtractFrom(double[] from, double times, double tiny)
    {
        var k = 0;
        if (_count > from.Length / 4)
        {
            var (by, least, width) = (new Vector<double>(times), new Vector<double>(tiny), Vector<double>.Count);
            for (; k <= from.Length - width; k += width)
            {
                var value = new Vector<double>(from, k) - (by * new Vector<double>(_row, k));
                Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(value), least), Vector<double>.Zero, value).CopyTo(from, k);
            }

            for (; k < from.Length; k++)
            {
                One(from, k, times, tiny);
            }

            return;
        }

        for (; k < _count; k++)
        {
            One(from, _places[k], times, tiny);
        }
    }

    private void One(double[] from, int k, double times, double tiny)
    {
        var value = from[k] - (times * _row[k]);
        from[k] = Math.Abs(value) < tiny ? 0 : value;
    }
}
