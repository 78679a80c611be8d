using ScoringAudit.Networks;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Scores of all firms under one set of strengths, with their parts in hundredths of a point before clipping.</summary>
internal sealed class FirmScores
{
    public required double[] Score { get; init; }

    /// <summary>Score before clipping, in hundredths, without what solved scores of partners feed.</summary>
    public required double[] Fixed { get; init; }

    /// <summary>Part of the lists that other agencies, rules of removal or exemptions add or spare; empty: 0.</summary>
    public required int[] Authority { get; init; }

    public required int[] Founder { get; init; }

    public required int[] Officer { get; init; }

    /// <summary>Part of partners' lists, without the fed part.</summary>
    public required int[] Partner { get; init; }

    public required FixpointResult Fixpoint { get; init; }

    public required NetworkFeed Feed { get; init; }

    /// <summary>Listed as partners see it.</summary>
    public required bool[] Listed { get; init; }

    /// <summary>Firms on which the least and the greatest fixpoint of the lists differ.</summary>
    public required int Undecided { get; init; }

    public required int ListSteps { get; init; }

    public static int At(int[] part, int firm) => part.Length == 0 ? 0 : part[firm];
}
