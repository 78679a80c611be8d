using System.Globalization;
using System.Text.Json;
using ScoringAudit.Explanation;
using ScoringAudit.Portfolios;
using ScoringAudit.Scoring;

namespace ScoringAudit.Tests.Explanation;

/// <summary>Every number of explanation-oracles.json, computed outside this toolkit by enumeration of subsets in rational arithmetic, to 1e-12. What the file holds and no test reads is a failure.</summary>
public class OracleFileTests
{
    private const double Tolerance = 1e-12;

    private static readonly string[] Names =
        ["and2_single_reference", "xor3_null_player", "repeated_feature_on_path", "groups_neighbour_vs_own", "nan_default_left", "categorical_set_split", "path_dependent_covers"];

    // What is no number to be checked: the game itself, and words about it.
    private static readonly string[] Given = ["name", "note", "split_rule", "bias", "trees", "x", "mode", "background", "groups"];

    private static readonly JsonDocument File = Open();

    public static TheoryData<string> Cases() => [.. Names];

    private static JsonDocument Open()
    {
        using var stream = typeof(OracleFileTests).Assembly.GetManifestResourceStream("explanation-oracles.json")!;
        return JsonDocument.Parse(stream);
    }

    [Fact]
    public void File_Always_HasTheCasesThatAreTested() =>
        Assert.Equal(Names, File.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.GetProperty("name").GetString()));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_EveryNumber_IsMet(string name)
    {
        var game = new Game(File.RootElement.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("name").GetString() == name));
        foreach (var mostTableBits in new[] { 12, 0 })
        {
            // By tables, and by the direct method of deep leaves.
            var met = 0;
            foreach (var property in game.Case.EnumerateObject().Where(p => !Given.Contains(p.Name)))
            {
                var expected = Numbers(property.Value).ToArray();
                var actual = game.Value(property.Name, new TreeShapleyOptions { MostTableBits = mostTableBits });
                Assert.Equal(expected.Length, actual.Length);
                for (var i = 0; i < expected.Length; i++)
                {
                    Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"{name}, {property.Name}[{i}]: {actual[i]:R}, expected {expected[i]:R}");
                    met++;
                }
            }

            Assert.True(met >= 7, $"only {met} numbers");
        }
    }

    [Fact]
    public void Case_UnknownValue_IsNotPassedOver()
    {
        using var other = JsonDocument.Parse(File.RootElement.GetProperty("cases")[0].GetRawText().Replace("\"shap\"", "\"banzhaf\"", StringComparison.Ordinal));
        var game = new Game(other.RootElement);
        var e = Assert.Throws<InvalidOperationException>(() => game.Value("banzhaf", new TreeShapleyOptions()));
        Assert.Equal("No test reads 'banzhaf'.", e.Message);
    }

    private static IEnumerable<double> Numbers(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Numbers),
        JsonValueKind.String => [Fraction(value.GetString()!)],
        _ => [value.GetDouble()],
    };

    private static double Fraction(string text)
    {
        var parts = text.Split('/').Select(p => double.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return parts.Length == 1 ? parts[0] : parts[0] / parts[1];
    }

    private sealed class Game
    {
        private readonly FeatureSchema _schema;
        private readonly EncodedScorer _scorer;
        private readonly FeatureMatrix _x;
        private readonly bool _pathDependent;
        private readonly Background _background;

        public Game(JsonElement found)
        {
            Case = found;
            var row = Row(found.GetProperty("x"));
            _pathDependent = found.GetProperty("mode").GetString() == "tree_path_dependent";
            float[][] background = found.TryGetProperty("background", out var given) ? [.. given.EnumerateArray().Select(Row)] : [];
            _schema = Schema(found, row, background);
            var trees = found.GetProperty("trees").EnumerateArray().Select(t => new Builder(_schema).Build(t)).ToList();
            _scorer = SmallGames.Score(new TreeEnsemble(_schema.Slots, [.. trees.Select(t => t.Tree)], found.GetProperty("bias").GetDouble()), _schema);
            _x = SmallGames.Matrix(_schema, row);
            _background = new Background(SmallGames.Matrix(_schema, _pathDependent ? [.. trees.Single().Covers] : background));
        }

        public JsonElement Case { get; }

        public double[] Value(string name, TreeShapleyOptions options) => name switch
        {
            "expected_value" or "expected_value_exact" => [Shap(null, GroupRule.Quotient, options).Base],
            "prediction" => Shap(null, GroupRule.Quotient, options).Explain(_x).Predictions,
            "shap" or "shap_exact" => Phi(null, GroupRule.Quotient, options),
            "group_shapley_quotient_game" or "group_shapley_exact" => Phi(Groups(), GroupRule.Quotient, options),
            "group_sum_of_member_shap" => Phi(Groups(), GroupRule.SumOfMembers, options),
            "owen" or "owen_exact" => Phi(Groups(), GroupRule.Owen, options),
            "interactions" or "interactions_exact" => Interactions(options),
            _ => throw new InvalidOperationException($"No test reads '{name}'."),
        };

        private double[] Phi(PlayerSet? players, GroupRule rule, TreeShapleyOptions options) => [.. Shap(players, rule, options).Explain(_x).Values.Select(v => v[0])];

        private TreeShapley Shap(PlayerSet? players, GroupRule rule, TreeShapleyOptions options) => _pathDependent
            ? TreeShapley.PathDependent(_scorer, _background, players, rule, options)
            : TreeShapley.Interventional(_scorer, _background, players, rule, options);

        private double[] Interactions(TreeShapleyOptions options)
        {
            var matrix = TreeInteractions.Of(_scorer, _background, pathDependent: _pathDependent, options: options).Explain(_x);
            return [.. Enumerable.Range(0, _schema.Count).SelectMany(p => Enumerable.Range(0, _schema.Count).Select(q => matrix[p, q][0]))];
        }

        private PlayerSet Groups()
        {
            int[][] groups = [.. Case.GetProperty("groups").EnumerateArray().Select(g => g.EnumerateArray().Select(f => f.GetInt32()).ToArray())];
            return PlayerSet.Of("groups", _schema, [.. groups.Select((_, g) => $"g{g}")], [.. Enumerable.Range(0, _schema.Count).Select(f => Array.FindIndex(groups, g => g.Contains(f)))]);
        }

        private static float[] Row(JsonElement row) => [.. row.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? float.NaN : v.GetSingle())];

        private static FeatureSchema Schema(JsonElement found, float[] row, float[][] background)
        {
            var categories = new HashSet<int>();
            void Look(JsonElement node)
            {
                if (node.TryGetProperty("leaf", out _))
                {
                    return;
                }

                if (node.TryGetProperty("categories", out _))
                {
                    categories.Add(node.GetProperty("feature").GetInt32());
                }

                Look(node.GetProperty("left"));
                Look(node.GetProperty("right"));
            }

            foreach (var tree in found.GetProperty("trees").EnumerateArray())
            {
                Look(tree);
            }

            var features = new List<Feature>();
            for (var f = 0; f < row.Length; f++)
            {
                var slot = features.Sum(x => x.Slots);
                var most = (int)background.Append(row).Max(r => r[f]);
                features.Add(categories.Contains(f)
                    ? new Feature($"f{f}", FeatureKind.Category, Origin.Own, OnMove.Keep, [.. Enumerable.Range(0, most + 1).Select(l => $"{l}")], 0, false, slot)
                    : new Feature($"f{f}", FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, slot));
            }

            return new FeatureSchema(features);
        }
    }

    private sealed class Builder(FeatureSchema schema)
    {
        private readonly List<int> _slots = [], _left = [], _right = [];
        private readonly List<float> _thresholds = [];
        private readonly List<bool> _missingLeft = [];
        private readonly List<int[]?> _sets = [];
        private readonly List<double> _leaves = [];
        private readonly List<float[]> _covers = [];

        public (DecisionTree Tree, List<float[]> Covers) Build(JsonElement root)
        {
            var limits = Enumerable.Range(0, schema.Count).Select(_ => (float.NegativeInfinity, float.PositiveInfinity)).ToArray();
            Node(root, limits);
            return (new DecisionTree([.. _slots], [.. _thresholds], [.. _left], [.. _right], [.. _leaves], [.. _missingLeft], [.. _sets]), _covers);
        }

        // limits: what the path leaves of each feature, (low, high]; a leaf's cover becomes so many rows inside them.
        private int Node(JsonElement node, (float Low, float High)[] limits)
        {
            if (node.TryGetProperty("leaf", out var value))
            {
                _leaves.Add(value.GetDouble());
                for (var i = 0; i < (node.TryGetProperty("cover", out var cover) ? cover.GetInt32() : 0); i++)
                {
                    _covers.Add([.. limits.Select(l => float.IsFinite(l.High) ? l.High : float.IsFinite(l.Low) ? l.Low + 1 : 0)]);
                }

                return ~(_leaves.Count - 1);
            }

            var at = _slots.Count;
            var f = node.GetProperty("feature").GetInt32();
            var feature = schema.Features[f];
            int[]? set = node.TryGetProperty("categories", out var codes) ? [.. codes.EnumerateArray().Select(c => feature.FirstSlot + c.GetInt32())] : null;
            var threshold = set is null ? node.GetProperty("threshold").GetSingle() : 0;
            _slots.Add(set is null ? feature.FirstSlot : -1);
            _thresholds.Add(threshold);
            _sets.Add(set);
            _missingLeft.Add(node.TryGetProperty("default", out var way) && way.GetString() == "left");
            _left.Add(0);
            _right.Add(0);
            var (low, high) = (((float Low, float High)[])limits.Clone(), ((float Low, float High)[])limits.Clone());
            low[f].High = Math.Min(low[f].High, threshold);
            high[f].Low = Math.Max(high[f].Low, threshold);

            // The oracle's set goes left; a set here goes right, so the children change places.
            var left = Node(node.GetProperty("left"), low);
            var right = Node(node.GetProperty("right"), high);
            (_left[at], _right[at]) = set is null ? (left, right) : (right, left);
            return at;
        }
    }
}
