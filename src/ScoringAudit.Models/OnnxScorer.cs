using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Scores by an ONNX model, which is asked row by row and never opened: its form stays unknown, so that explanations ask it too.</summary>
/// <remarks>
/// Inputs: one matrix of floats or doubles whose columns the plan (or the file's metadata, <c>feature_names</c>) names in order, or single
/// columns [rows, 1] that are named as the features. Output: a matrix of floats or doubles. An ONNX file says neither what a number means
/// nor which end is risky; both are declared in the plan, or in the file's metadata (<c>score_scale</c>, <c>score_direction</c>), never
/// guessed. Rows go to the runtime 256 at a time, padded, on one thread: a row's bits do not depend on the rows around it.
/// </remarks>
public sealed class OnnxScorer : IScorer
{
    private const int BatchRows = 256;

    private readonly InferenceSession _session;
    private readonly string _source;
    private readonly string[] _inputs;
    private readonly TensorElementType[] _types;
    private readonly bool _isMatrix;
    private readonly int _batch;
    private readonly string _output;
    private readonly int _column;
    private readonly ScoreKind _kind;
    private readonly ScoreDirection _direction;

    private OnnxScorer(InferenceSession session, string source, ModelDeclaration declared)
    {
        (_session, _source) = (session, source);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        _inputs = [.. session.InputMetadata.Keys];
        _types = [.. session.InputMetadata.Values.Select(i => i.IsTensor ? i.ElementDataType : TensorElementType.String)];
        string[] named = [.. declared.Inputs.Count > 0 ? declared.Inputs : metadata.TryGetValue("feature_names", out var names) ? names.Split(',') : []];
        (_isMatrix, var features) = InputNames(named);
        _batch = session.InputMetadata.Values.Any(i => i.Dimensions is [1, ..]) ? 1 : BatchRows;
        (_output, _column) = Output(declared);
        _kind = declared.Kind ?? Word(metadata, "score_scale", KindWords) ?? throw Undeclared();
        _direction = declared.Direction ?? Word(metadata, "score_direction", DirectionWords) ?? throw Undeclared();
        Features = new FeatureSchema([.. features.Select((name, i) => new Feature(name, FeatureKind.Number, Origin.Own, OnMove.Keep, [], float.NaN, false, i))]);
        Scale = _kind switch
        {
            ScoreKind.Probability => ScoreScale.AdverseProbability,
            ScoreKind.LogOdds => ScoreScale.AdverseLogOdds,
            _ => new ScoreScale(ScoreKind.Points, _direction, double.NegativeInfinity, double.PositiveInfinity),
        };
    }

    private static readonly Dictionary<string, ScoreKind> KindWords = new() { ["probability"] = ScoreKind.Probability, ["log_odds"] = ScoreKind.LogOdds, ["points"] = ScoreKind.Points };

    private static readonly Dictionary<string, ScoreDirection> DirectionWords = new() { ["higher_is_riskier"] = ScoreDirection.HigherIsRiskier, ["higher_is_safer"] = ScoreDirection.HigherIsSafer };

    /// <inheritdoc/>
    public FeatureSchema Features { get; }

    /// <summary>Probability or log-odds of the adverse outcome (turned round where the model's are of the other), or points as declared.</summary>
    public ScoreScale Scale { get; }

    /// <summary>Opens a model.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="source">What the file is called in messages.</param>
    /// <param name="declared">What the plan says of it.</param>
    /// <exception cref="AuditDataException">The file is no ONNX model, the runtime's native library is missing, or what is needed is not declared.</exception>
    public static OnnxScorer Read(byte[] bytes, string source, ModelDeclaration declared)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ArgumentNullException.ThrowIfNull(declared);
        InferenceSession session;
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };
            session = new InferenceSession(bytes, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditDataException($"{source}: the file cannot be read as an ONNX model: {FirstLine(e)} Expected one file with its weights inside, of operators that ONNX Runtime knows. Export the model again.", e);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new AuditDataException($"{source}: ONNX models cannot be scored here: the native library onnxruntime does not load. Use a machine that ONNX Runtime supports, or audit the model's scores from a column.", e);
        }

        return new OnnxScorer(session, source, declared);
    }

    /// <inheritdoc/>
    /// <exception cref="AuditDataException">The model fails on these rows, or gives no number or no probability.</exception>
    public void Score(in FeatureBlock columns, Span<double> scores)
    {
        if (columns.Count != Features.Count)
        {
            throw new ArgumentException($"The block has {columns.Count} features, the score has {Features.Count}.", nameof(columns));
        }

        for (var start = 0; start < columns.Rows; start += _batch)
        {
            var rows = Math.Min(_batch, columns.Rows - start);
            Run(columns.Slice(start, rows), scores.Slice(start, rows));
        }
    }

    private void Run(FeatureBlock block, Span<double> scores)
    {
        var inputs = new List<OrtValue>();
        try
        {
            for (var i = 0; i < _inputs.Length; i++)
            {
                inputs.Add(Input(block, i));
            }

            using var options = new RunOptions();
            using var results = _session.Run(options, _inputs, inputs, [_output]);
            var shape = results[0].GetTensorTypeAndShape();
            var width = (int)(shape.ElementCount / _batch);
            for (var row = 0; row < block.Rows; row++)
            {
                var at = (row * width) + _column;
                var value = shape.ElementDataType == TensorElementType.Double ? results[0].GetTensorDataAsSpan<double>()[at] : results[0].GetTensorDataAsSpan<float>()[at];
                scores[row] = OnScale(value, block, row);
            }
        }
        catch (OnnxRuntimeException e)
        {
            throw new AuditDataException($"{_source}: the model fails on these rows: {FirstLine(e)} Expected inputs as in training. Correct the order or the form of the columns.", e);
        }
        finally
        {
            inputs.ForEach(v => v.Dispose());
        }
    }

    private OrtValue Input(FeatureBlock block, int input)
    {
        int first = _isMatrix ? 0 : input, width = _isMatrix ? Features.Count : 1;
        var values = new float[_batch * width];
        for (var f = 0; f < width; f++)
        {
            var column = block[first + f];
            for (var row = 0; row < column.Length; row++)
            {
                values[(row * width) + f] = column[row];
            }
        }

        long[] shape = [_batch, width];
        switch (_types[input])
        {
            case TensorElementType.Float:
                return OrtValue.CreateTensorValueFromMemory(values, shape);
            case TensorElementType.Double:
                return OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, v => (double)v), shape);
            default:
                var whole = Array.FindIndex(values, v => v != MathF.Floor(v) || float.IsNaN(v)) is var at and >= 0
                    ? throw new AuditDataException($"{_source}: the input '{_inputs[input]}' takes whole numbers; a row has {(float.IsNaN(values[at]) ? "none" : "another number")} in column '{Features.Features[first + (at % width)].Name}'. Expected what training saw. Fill missing values as training did.")
                    : Array.ConvertAll(values, v => (long)v);
                return OrtValue.CreateTensorValueFromMemory(whole, shape);
        }
    }

    private double OnScale(double value, FeatureBlock block, int row)
    {
        if (!double.IsFinite(value))
        {
            var missing = Enumerable.Range(0, block.Count).Where(f => float.IsNaN(block[f][row])).Select(f => Features.Features[f].Name).ToList();
            throw new AuditDataException($"{_source}: the model gives no number for a row{(missing.Count > 0 ? " without a value of " + string.Join(", ", missing) : string.Empty)}. Expected a score of every row. Fill missing values as training did.");
        }

        if (_kind == ScoreKind.Probability && value is < -1e-6 or > 1 + 1e-6)
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"{_source}: output '{_output}' is {value:R} on a row, which is no probability. Expected numbers from 0 to 1. Declare scale: log_odds or points, or another output."));
        }

        return _kind switch
        {
            ScoreKind.Probability => Math.Clamp(_direction == ScoreDirection.HigherIsRiskier ? value : 1 - value, 0, 1),
            ScoreKind.LogOdds => _direction == ScoreDirection.HigherIsRiskier ? value : -value,
            _ => value,
        };
    }

    private (bool IsMatrix, IReadOnlyList<string> Names) InputNames(string[] named)
    {
        var odd = Array.FindIndex(_types, t => t is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Int64));
        if (odd >= 0)
        {
            throw new AuditDataException($"{_source}: the input '{_inputs[odd]}' is no tensor of float, double or int64. Expected numbers. Encode categories before the model, and export it again.");
        }

        var dimensions = _session.InputMetadata.Values.Select(i => i.Dimensions).ToList();
        if (dimensions.FindIndex(d => d.Length != 2 || d[0] is not (-1 or 1)) is var wrong and >= 0)
        {
            throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"{_source}: the input '{_inputs[wrong]}' has the shape [{string.Join(", ", dimensions[wrong])}]. Expected [rows, columns], rows free or 1. Export the model again."));
        }

        var width = dimensions[0][1];
        if (_inputs.Length > 1)
        {
            return dimensions.TrueForAll(d => d[1] == 1) ? (false, _inputs)
                : throw new AuditDataException($"{_source}: the model has {_inputs.Length} inputs ({string.Join(", ", _inputs)}), and not all are single columns. Expected one matrix, or columns [rows, 1]. Export the model again.");
        }

        if (named.Length == 0)
        {
            return width == 1 ? (true, _inputs) : throw Undeclared();
        }

        return width < 0 || named.Length == width ? (true, named) : throw new AuditDataException(
            string.Create(CultureInfo.InvariantCulture, $"{_source}: the input '{_inputs[0]}' has {width} columns, {named.Length} are named ({string.Join(", ", named)}). Expected as many names, in the model's order. Correct 'inputs'."));
    }

    private (string Name, int Column) Output(ModelDeclaration declared)
    {
        var numbers = _session.OutputMetadata.Where(o => o.Value.IsTensor && o.Value.ElementDataType is TensorElementType.Float or TensorElementType.Double).Select(o => o.Key).ToList();
        var name = declared.Output ?? (numbers.Count == 1 ? numbers[0] : throw Undeclared());
        if (!numbers.Contains(name))
        {
            throw new AuditDataException($"{_source}: there is no output '{name}' of real numbers. Expected one of: {string.Join(", ", numbers)}. Correct 'output'; of a classifier that gives a map, export it again without (zipmap=False).");
        }

        var shape = _session.OutputMetadata[name].Dimensions;
        var width = shape.Length < 2 ? 1 : shape[^1];
        if (declared.OutputColumn is { } column)
        {
            return width < 0 || column < width ? (name, column)
                : throw new AuditDataException(string.Create(CultureInfo.InvariantCulture, $"{_source}: output '{name}' has {width} column(s), and outputColumn is {column}. Expected 0 to {width - 1}. Correct it."));
        }

        return width == 1 ? (name, 0) : throw Undeclared();
    }

    // One message for all that is missing: what the file has, and the line to write.
    private AuditDataException Undeclared()
    {
        string Shapes(IReadOnlyDictionary<string, NodeMetadata> all) => string.Join(", ", all.Select(p => p.Value.IsTensor
            ? $"{p.Key} [{string.Join(", ", p.Value.Dimensions.Select(d => d < 0 ? "rows" : d.ToString(CultureInfo.InvariantCulture)))}]" : p.Key));
        return new($"{_source}: an ONNX file does not say what its columns and its numbers mean, and this is never guessed. Found inputs: {Shapes(_session.InputMetadata)}; outputs: {Shapes(_session.OutputMetadata)}. Expected in the plan, for example: model: {{ file: {_source}, inputs: [income, debt], output: probabilities, outputColumn: 1, scale: probability, direction: higher_is_riskier }}. Inputs: the columns in the model's order; scale: probability, log_odds or points; outputColumn where an output has several.");
    }

    private T? Word<T>(Dictionary<string, string> metadata, string key, Dictionary<string, T> words)
        where T : struct =>
        !metadata.TryGetValue(key, out var word) ? null : words.TryGetValue(word, out var value) ? value
            : throw new AuditDataException($"{_source}: the file's metadata has {key} '{word}'. Expected {string.Join(", ", words.Keys)}. Declare it in the plan.");

    private static string FirstLine(Exception e) => e.Message.Split('\n')[0].TrimEnd('.') + ".";
}
