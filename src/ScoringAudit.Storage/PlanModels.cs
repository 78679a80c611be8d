using System.Globalization;
using ScoringAudit.Evidence;
using YamlDotNet.RepresentationModel;

namespace ScoringAudit.Storage;

/// <summary>Reads and writes the models of a plan: <c>model: PATH</c>, <c>model: { file: PATH, … }</c> or <c>models: [{ name, model: PATH, … }]</c>.</summary>
internal static class PlanModels
{
    private const string Where = "the path of a model";

    private static readonly string[] Keys = ["referenceScores", "inputs", "output", "outputColumn", "scale", "direction"];

    public static IReadOnlyList<ModelPlan> Read(Dictionary<string, PlanNode> plan)
    {
        if (plan.TryGetValue("model", out var one))
        {
            if (plan.TryGetValue("models", out var both))
            {
                throw both.Fail("found model and models, expected one of them. Move the model into the list.");
            }

            return [one.IsMap ? Model(one.Map(["file", "name", .. Keys], "file"), "file") : Plain(one.Text(Where))];
        }

        return plan.TryGetValue("models", out var list)
            ? [.. list.Items("models").Select(node => Model(node.Map(["name", "model", .. Keys], "model"), "model"))]
            : [];
    }

    /// <summary>Writes one model as an item of the list.</summary>
    public static YamlNode Write(ModelPlan model)
    {
        var declared = model.Declared ?? ModelDeclaration.None;
        return PlanWriter.Map(
            ("name", PlanWriter.Text(model.Name)),
            ("model", PlanWriter.Text(model.Path)),
            ("referenceScores", PlanWriter.Text(model.ReferenceScores)),
            ("inputs", PlanWriter.Texts(declared.Inputs)),
            ("output", PlanWriter.Text(declared.Output)),
            ("outputColumn", declared.OutputColumn is { } column ? PlanWriter.Plain(column.ToString(CultureInfo.InvariantCulture)) : null),
            ("scale", declared.Kind is { } kind ? PlanWriter.Text(PlanWords.Of(PlanWords.Kinds, kind)) : null),
            ("direction", declared.Direction is { } direction ? PlanWriter.Text(PlanWords.Of(PlanWords.Direction, direction)) : null))!;
    }

    private static ModelPlan Plain(string path) => new(LastPart(path), path);

    private static ModelPlan Model(Dictionary<string, PlanNode> map, string file)
    {
        var path = map[file].Text(Where);
        var declared = new ModelDeclaration
        {
            Inputs = map.TryGetValue("inputs", out var inputs) ? inputs.Texts("column names in the order of the model's input") : [],
            Output = map.TryGetValue("output", out var output) ? output.Text("the name of an output") : null,
            OutputColumn = map.TryGetValue("outputColumn", out var column) ? column.Whole("a column of the output, from 0", 0) : null,
            Kind = map.TryGetValue("scale", out var scale) ? scale.Choice(PlanWords.Kinds) : null,
            Direction = map.TryGetValue("direction", out var direction) ? direction.Choice(PlanWords.Direction) : null,
        };
        return Plain(path) with
        {
            Name = map.TryGetValue("name", out var name) ? name.Text("a name") : LastPart(path),
            ReferenceScores = map.TryGetValue("referenceScores", out var reference) ? reference.Text("the path of a CSV or Parquet file") : null,
            Declared = map.Keys.Any(k => k is not ("file" or "model" or "name" or "referenceScores")) ? declared : null,
        };
    }

    // models/own-area → own-area, whichever slash the plan was written with.
    private static string LastPart(string path) => path.TrimEnd('/', '\\').Split('/', '\\')[^1];
}
