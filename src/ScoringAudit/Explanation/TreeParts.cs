using ScoringAudit.Scoring;

namespace ScoringAudit.Explanation;

/// <summary>The nodes of a tree by the feature on which they split.</summary>
internal sealed class TreeParts
{
    /// <summary>The tree does not use the feature.</summary>
    public const int NotUsed = -1;

    /// <summary>Sorts a tree's nodes by feature.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="bits">The prepared tree; null where it is too large.</param>
    /// <param name="schema">Features and their slots.</param>
    /// <param name="words">Words of all trees so far; raised by this tree's.</param>
    public TreeParts(DecisionTree tree, BitVectorTree? bits, FeatureSchema schema, ref int words)
    {
        var featureOf = schema.Features.SelectMany((f, i) => Enumerable.Repeat(i, f.Slots)).ToArray();
        Use = new int[schema.Count];
        Array.Fill(Use, NotUsed);
        var byFeature = new SortedDictionary<int, List<int>>();
        var mixed = false;
        for (var node = 0; node < tree.Nodes; node++)
        {
            int[] features = [.. (tree.CategorySlots(node) ?? [tree.SplitSlots[node]]).Select(s => featureOf[s]).Distinct()];
            mixed |= features.Length != 1;
            foreach (var feature in features)
            {
                byFeature.TryAdd(feature, []);
                byFeature[feature].Add(node);
            }
        }

        var groups = byFeature.Keys.ToArray();
        for (var g = 0; g < groups.Length; g++)
        {
            Use[groups[g]] = g;
        }

        // A node that reads two features (or none) belongs to no single group; such a tree is scored whole.
        Bits = mixed ? null : bits;
        Groups = Bits is null ? [] : [.. byFeature.Values.Select(Bits.Choose)];
        FirstWord = words;
        words += Groups.Length * (Bits is { OneWord: false } ? 2 : 1);
    }

    /// <summary>The prepared tree; null where it must be scored whole.</summary>
    public BitVectorTree? Bits { get; }

    /// <summary>For each feature its group, or <see cref="NotUsed"/>.</summary>
    public int[] Use { get; }

    /// <summary>The nodes of each feature that the tree uses.</summary>
    public BitVectorNodes[] Groups { get; }

    /// <summary>Where this tree's words begin.</summary>
    public int FirstWord { get; }
}
