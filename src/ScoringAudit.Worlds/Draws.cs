using ScoringAudit.Primitives;

namespace ScoringAudit.Worlds;

/// <summary>Numbered draws of one entity: 32 random bits each, the middle of its cell, so never 0 or 1. Four to a Philox block, made when first asked for.</summary>
internal struct Draws(ulong key, ulong entity)
{
    private ulong _low, _high;
    private int _block = -1;

    public double Uniform(int number)
    {
        if (number >> 2 != _block)
        {
            _block = number >> 2;
            (_low, _high) = Philox.Block(key, entity, (ulong)_block);
        }

        var word = (number & 2) == 0 ? _low : _high;
        return Unit((uint)((number & 1) == 0 ? word : word >> 32));
    }

    public double Normal(int number) => PortableMath.NormalQuantile(Uniform(number));

    /// <summary>32 bits as the middle of their cell in (0, 1).</summary>
    public static double Unit(uint bits) => (bits + 0.5) * (1 / 4294967296.0);
}
