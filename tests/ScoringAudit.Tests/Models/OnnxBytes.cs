using System.Text;

namespace ScoringAudit.Tests.Models;

/// <summary>Writes ONNX models by hand: protobuf's wire format, as much of it as small graphs need. Numbers of fields are those of onnx.proto3.</summary>
internal sealed class OnnxBytes
{
    private readonly List<byte> _to = [];

    public byte[] ToArray() => [.. _to];

    public OnnxBytes Int(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
        return this;
    }

    public OnnxBytes Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public OnnxBytes Bytes(int field, byte[] value)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)value.Length);
        _to.AddRange(value);
        return this;
    }

    public OnnxBytes In(int field, Action<OnnxBytes> write)
    {
        var inner = new OnnxBytes();
        write(inner);
        return Bytes(field, inner.ToArray());
    }

    private void Varint(ulong value)
    {
        while (value >= 0x80)
        {
            _to.Add((byte)(value | 0x80));
            value >>= 7;
        }

        _to.Add((byte)value);
    }

    private static byte[] Floats(IEnumerable<float> values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>A whole model.</summary>
    public static byte[] Model(Action<OnnxBytes> graph, params (string Key, string Value)[] metadata)
    {
        var model = new OnnxBytes().Int(1, 8).In(8, o => o.Text(1, string.Empty).Int(2, 15)).In(8, o => o.Text(1, "ai.onnx.ml").Int(2, 3)).In(7, graph);
        foreach (var (key, value) in metadata)
        {
            model.In(14, p => p.Text(1, key).Text(2, value));
        }

        return model.ToArray();
    }

    /// <summary>An input (11) or output (12): [rows, width]; element type 1 float, 7 int64, 11 double.</summary>
    public OnnxBytes Value(int field, string name, int width, int type = 1, int rows = 0) => In(field, v => v.Text(1, name).In(2, t => t.In(1, tensor => tensor.Int(1, type).In(2, shape =>
    {
        shape.In(1, d => _ = rows > 0 ? d.Int(1, rows) : d.Text(2, "N"));
        if (width > 0)
        {
            shape.In(1, d => d.Int(1, width));
        }
    }))));

    public OnnxBytes Constant(string name, long[] shape, float[] values) => In(5, t =>
    {
        foreach (var size in shape)
        {
            t.Int(1, size);
        }

        t.Int(2, 1).Text(8, name).Bytes(9, Floats(values));
    });

    public OnnxBytes Node(string type, string[] inputs, string[] outputs, Action<OnnxBytes>? attributes = null, string domain = "") => In(1, n =>
    {
        foreach (var input in inputs)
        {
            n.Text(1, input);
        }

        foreach (var output in outputs)
        {
            n.Text(2, output);
        }

        n.Text(4, type).Text(7, domain);
        attributes?.Invoke(n);
    });

    public OnnxBytes Attribute(string name, long value) => In(5, a => a.Text(1, name).Int(3, value).Int(20, 2));

    public OnnxBytes Attribute(string name, string value) => In(5, a => a.Text(1, name).Text(4, value).Int(20, 3));

    public OnnxBytes Attribute(string name, float[] values) => In(5, a => a.Text(1, name).Bytes(7, Floats(values)).Int(20, 6));

    public OnnxBytes Attribute(string name, long[] values) => In(5, a =>
    {
        a.Text(1, name);
        foreach (var value in values)
        {
            a.Int(8, value);
        }

        a.Int(20, 7);
    });

    public OnnxBytes Attribute(string name, string[] values) => In(5, a =>
    {
        a.Text(1, name);
        foreach (var value in values)
        {
            a.Text(9, value);
        }

        a.Int(20, 8);
    });

    /// <summary>p = 1 / (1 + exp(−(x · weights + bias))) of a matrix "x".</summary>
    public static byte[] Logistic(float[] weights, float bias, params (string, string)[] metadata) => Model(
        g => g.Node("MatMul", ["x", "w"], ["xw"]).Node("Add", ["xw", "b"], ["z"]).Node("Sigmoid", ["z"], ["p"]).Text(2, "logistic")
            .Constant("w", [weights.Length, 1], weights).Constant("b", [1], [bias]).Value(11, "x", weights.Length).Value(12, "p", 1),
        metadata);

    /// <summary>
    /// Two trees of a classifier with the log-odds (x0 ≤ 0.5 ? (x1 ≤ 2 ? −1 : 0.5) : 2) + (x1 ≤ 1 ? 0.25 : −0.25), a missing x0 going left:
    /// outputs label and probabilities [N, 2].
    /// </summary>
    public static byte[] Trees() => Model(g => g.Node("TreeEnsembleClassifier", ["x"], ["label", "probabilities"], a => a
            .Attribute("nodes_treeids", [0L, 0, 0, 0, 0, 1, 1, 1])
            .Attribute("nodes_nodeids", [0L, 1, 2, 3, 4, 0, 1, 2])
            .Attribute("nodes_featureids", [0L, 1, 0, 0, 0, 1, 0, 0])
            .Attribute("nodes_modes", ["BRANCH_LEQ", "BRANCH_LEQ", "LEAF", "LEAF", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF"])
            .Attribute("nodes_values", [0.5f, 2, 0, 0, 0, 1, 0, 0])
            .Attribute("nodes_truenodeids", [1L, 3, 0, 0, 0, 1, 0, 0])
            .Attribute("nodes_falsenodeids", [2L, 4, 0, 0, 0, 2, 0, 0])
            .Attribute("nodes_missing_value_tracks_true", [1L, 0, 0, 0, 0, 0, 0, 0])
            .Attribute("class_treeids", [0L, 0, 0, 1, 1])
            .Attribute("class_nodeids", [2L, 3, 4, 1, 2])
            .Attribute("class_ids", [0L, 0, 0, 0, 0])
            .Attribute("class_weights", [2f, -1, 0.5f, 0.25f, -0.25f])
            .Attribute("classlabels_int64s", [0L, 1])
            .Attribute("post_transform", "LOGISTIC"), "ai.onnx.ml")
        .Text(2, "trees").Value(11, "x", 2).Value(12, "label", 0, 7).Value(12, "probabilities", 2));

    /// <summary>Points = 300 + 10 · income − 20 · debts, from the single columns "income" (float) and "debts" (int64).</summary>
    public static byte[] Points() => Model(g => g
        .Node("Cast", ["debts"], ["d"], a => a.Attribute("to", 1L)).Node("Concat", ["income", "d"], ["x"], a => a.Attribute("axis", 1L))
        .Node("MatMul", ["x", "w"], ["xw"]).Node("Add", ["xw", "b"], ["points"]).Text(2, "points")
        .Constant("w", [2, 1], [10, -20]).Constant("b", [1], [300]).Value(11, "income", 1).Value(11, "debts", 1, 7).Value(12, "points", 1));
}
