namespace ScoringAudit.Worlds.Firms;

/// <summary>Officers on the debtor list, and what that costs their firms.</summary>
/// <remarks>
/// Preset spc2020: a person is listed for the own record alone (Fa Fa [2019] 35). Preset spc2013: also when a firm that the person runs is
/// listed. Then lists feed lists through shared officers: a firm is listed for its own record or when its score falls below the dial list-below,
/// which a listed officer can bring about. The rule is monotone; the least and the greatest fixpoint (Tarski 1955) are both solved, and the
/// score is that of the least. A firm's own listing never counts against it through its officer.
/// </remarks>
internal static class OfficerLists
{
    public const string Spc2013 = "spc2013", Spc2020 = "spc2020";

    public static (int[] Part, int Undecided, int Steps) Apply(FirmWorld world, double points, double[] fixedPart, bool[] listed)
    {
        if (points == 0)
        {
            return ([], 0, 0);
        }

        var part = new int[listed.Length];
        var penalty = FirmWorld.Hundredths(points);
        if (world.Scenario.Preset(world.Spec.Preset)?.Name != Spc2013)
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] = AnyDebtor(world, i) ? -penalty : 0;
                fixedPart[i] += part[i];
            }

            return (part, 0, 0);
        }

        var own = (bool[])listed.Clone();
        var cut = world.Spec.Dial("list-below") * 100;
        var steps = 0;
        var high = new bool[own.Length];
        high.AsSpan().Fill(true);
        var low = listed;
        foreach (var state in new[] { low, high })
        {
            steps += Settle(world, own, fixedPart, penalty, cut, state);
        }

        var undecided = 0;
        var count = CountListed(world, low);
        for (var i = 0; i < part.Length; i++)
        {
            undecided += low[i] != high[i] ? 1 : 0;
            part[i] = Hit(world, i, low[i], count) ? -penalty : 0;
        }

        for (var i = 0; i < part.Length; i++)
        {
            fixedPart[i] += part[i];
        }

        return (part, undecided, steps);
    }

    private static int Settle(FirmWorld world, bool[] own, double[] fixedPart, int penalty, double cut, bool[] state)
    {
        var steps = 0;
        bool changed;
        do
        {
            changed = false;
            steps++;
            var count = CountListed(world, state);
            for (var i = 0; i < state.Length; i++)
            {
                var next = own[i] || fixedPart[i] - (Hit(world, i, state[i], count) ? penalty : 0) < cut;
                changed |= next != state[i];
                state[i] = next;
            }
        }
        while (changed);
        return steps;
    }

    private static bool AnyDebtor(FirmWorld world, int firm)
    {
        foreach (var person in world.Records.OfficersOf(firm))
        {
            if (world.Persons.IsDebtor(person))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Hit(FirmWorld world, int firm, bool listed, int[] count)
    {
        foreach (var person in world.Records.OfficersOf(firm))
        {
            if (world.Persons.IsDebtor(person) || count[person] > (listed ? 1 : 0))
            {
                return true;
            }
        }

        return false;
    }

    private static int[] CountListed(FirmWorld world, bool[] listed)
    {
        var count = new int[world.Persons.Count];
        for (var i = 0; i < listed.Length; i++)
        {
            if (listed[i])
            {
                foreach (var person in world.Records.OfficersOf(i))
                {
                    count[person]++;
                }
            }
        }

        return count;
    }
}
