using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Benchmarks;

/// <summary>People in streets with one own value x (0 to 5) and one value a of the street (0 to 4), and a score that is the mechanism itself, so that the association share of the whole population is known by summing over the thirty kinds of people.</summary>
/// <remarks>
/// Street kinds are equally likely; p(x | a) ∝ 1 + dependence · (a − 2)(x − 2.5) / 5. A fifth of the people of a street share one draw of x, so that own values cluster too;
/// the joint distribution of (x, a) does not change by that. Group 1 with probability 0.2 + 0.1 a.
/// </remarks>
internal sealed class ShareWorld
{
    private const int Own = 6, Kinds = 5, PerStreet = 10;
    private const double Copied = 0.2;

    private static readonly double[] Effect = [-1, -0.5, 0, 0.2, 1.3];

    private static readonly FeatureSchema Schema = new([
        new Feature("x", FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, 0),
        new Feature("a", FeatureKind.Number, Origin.Neighbourhood, OnMove.Swap, [], float.NaN, false, 1)]);

    private readonly double[,] _probability = new double[Own, Kinds];

    public ShareWorld(string model, double strength, double dependence)
    {
        for (var a = 0; a < Kinds; a++)
        {
            for (var x = 0; x < Own; x++)
            {
                _probability[x, a] = (1 + (dependence * (a - 2) * (x - 2.5) / 5)) / (Own * Kinds);
            }
        }

        Scorer = new EncodedScorer(Schema, model == "additive" ? Additive(strength) : Gate(strength), ScoreScale.AdverseLogOdds);
    }

    public EncodedScorer Scorer { get; }

    /// <summary>The share of the population, and of one group.</summary>
    public double Truth(int? group = null)
    {
        var f = new double[Own, Kinds];
        double[] givenOwn = new double[Own], givenOthers = new double[Kinds], ownMass = new double[Own];
        var mean = 0.0;
        for (var x = 0; x < Own; x++)
        {
            for (var a = 0; a < Kinds; a++)
            {
                var score = new double[1];
                Scorer.Score(new FeatureBlock([[x], [a]], 0, 1), score);
                f[x, a] = score[0];
                mean += _probability[x, a] * f[x, a];
                ownMass[x] += _probability[x, a];
            }
        }

        for (var x = 0; x < Own; x++)
        {
            for (var a = 0; a < Kinds; a++)
            {
                givenOwn[x] += f[x, a] / Kinds;
                givenOthers[a] += f[x, a] * ownMass[x];
            }
        }

        double own = 0, others = 0;
        for (var x = 0; x < Own; x++)
        {
            for (var a = 0; a < Kinds; a++)
            {
                var p = _probability[x, a] * (group switch { null => 1, 1 => 0.2 + (0.1 * a), _ => 0.8 - (0.1 * a) });
                others += p * Math.Abs((givenOthers[a] - mean + f[x, a] - givenOwn[x]) / 2);
                own += p * Math.Abs((givenOwn[x] - mean + f[x, a] - givenOthers[a]) / 2);
            }
        }

        return others / (own + others);
    }

    public (FeatureMatrix Rows, int[] Streets, int[] Groups) Draw(Streams streams, int streets)
    {
        var draw = streams.Sequence();
        var n = streets * PerStreet;
        float[] x = new float[n], a = new float[n];
        int[] codes = new int[n], groups = new int[n];
        for (var s = 0; s < streets; s++)
        {
            var kind = draw.NextBelow(Kinds);
            var shared = One(ref draw, kind);
            for (var i = s * PerStreet; i < (s + 1) * PerStreet; i++)
            {
                x[i] = draw.NextUniform() < Copied ? shared : One(ref draw, kind);
                (a[i], codes[i]) = (kind, s);
                groups[i] = draw.NextUniform() < 0.2 + (0.1 * kind) ? 1 : 0;
            }
        }

        return (new FeatureMatrix(Schema, [x, a]), codes, groups);
    }

    private int One(ref RandomSequence draw, int kind)
    {
        var u = draw.NextUniform() / Kinds;
        for (var x = 0; x < Own - 1; x++)
        {
            u -= _probability[x, kind];
            if (u < 0)
            {
                return x;
            }
        }

        return Own - 1;
    }

    private static AdditiveModel Additive(double strength)
    {
        double[] xBounds = [0.5, 1.5, 2.5, 3.5, 4.5, double.PositiveInfinity], aBounds = [0.5, 1.5, 2.5, 3.5, double.PositiveInfinity];
        return new AdditiveModel(0, [xBounds, aBounds], [[0, 0.5, 1, 1.5, 2, 2.5], [.. Effect.Select(e => strength * e)]]);
    }

    // The street counts only for those of little own record.
    private static BitVectorScorer Gate(double strength)
    {
        var own = new DecisionTree([0, 0, 0], [1.5f, 3.5f, 2.5f], [~0, 2, ~1], [1, ~3, ~2], [0, 0.8, 1.2, 2]);
        if (strength == 0)
        {
            return new BitVectorScorer(new TreeEnsemble(2, [own]));
        }

        var gate = new DecisionTree([0, 1, 1], [2.5f, 1.5f, 3.5f], [1, ~0, ~1], [~3, 2, ~2], [-1.5 * strength, 0.3 * strength, 2 * strength, 0]);
        return new BitVectorScorer(new TreeEnsemble(2, [own, gate]));
    }
}
