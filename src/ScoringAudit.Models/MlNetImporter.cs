using System.Collections.Immutable;
using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Transforms;
using ScoringAudit.Primitives;
using ScoringAudit.Scoring;

namespace ScoringAudit.Models;

/// <summary>Reads trained ML.NET models into the core's own arithmetic. A result is to be trusted only behind <see cref="RoundTripGate"/>.</summary>
public static class MlNetImporter
{
    /// <summary>Imports FastTree, FastForest, LightGBM, GAM and logistic regression; the latter may stand behind a mean-variance normalisation, FastForest must stand before a Platt calibrator.</summary>
    /// <param name="transformer">A trained model, or the chain of steps around one.</param>
    /// <param name="slots">Number of slots of the "Features" column.</param>
    /// <exception cref="AuditDataException">The model is of another kind, or has other steps.</exception>
    public static ImportedModel Import(ITransformer transformer, int slots)
    {
        ArgumentNullException.ThrowIfNull(transformer);
        NormalizingTransformer? normalizer = null;
        PlattCalibrator? calibrator = null;
        object? model = null;
        foreach (var step in Steps(transformer))
        {
            switch (step)
            {
                case NormalizingTransformer n when model is null && normalizer is null:
                    normalizer = n;
                    break;
                case ISingleFeaturePredictionTransformer<PlattCalibrator> c when model is not null && calibrator is null:
                    calibrator = c.Model;
                    break;
                case ISingleFeaturePredictionTransformer<object> p when model is null:
                    model = p.Model;
                    break;
                default:
                    throw Unsupported($"the step {step.GetType().Name}");
            }
        }

        if (normalizer is not null && model is not CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)
        {
            throw Unsupported("a normalisation before a model that is not linear");
        }

        return model switch
        {
            CalibratedModelParametersBase<FastTreeBinaryModelParameters, PlattCalibrator> m when calibrator is null =>
                Trees(m.SubModel.TrainedTreeEnsemble.Trees, m.SubModel.TrainedTreeEnsemble.TreeWeights, m.SubModel.TrainedTreeEnsemble.Bias, m.Calibrator, slots, 0),
            CalibratedModelParametersBase<LightGbmBinaryModelParameters, PlattCalibrator> m when calibrator is null =>
                Trees(m.SubModel.TrainedTreeEnsemble.Trees, m.SubModel.TrainedTreeEnsemble.TreeWeights, m.SubModel.TrainedTreeEnsemble.Bias, m.Calibrator, slots, 0),
            FastForestBinaryModelParameters m when calibrator is not null =>
                Trees(m.TrainedTreeEnsemble.Trees, m.TrainedTreeEnsemble.TreeWeights, m.TrainedTreeEnsemble.Bias, calibrator, slots, 1e-6),
            CalibratedModelParametersBase<GamBinaryModelParameters, PlattCalibrator> m when calibrator is null => Additive(m.SubModel, m.Calibrator, slots),
            CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator> m when calibrator is null => Linear(m.SubModel, m.Calibrator, normalizer, slots),
            null => throw Unsupported("no binary classifier"),
            FastForestBinaryModelParameters => throw Unsupported("a FastForest without a Platt calibrator, so that its score has no probability"),
            _ => throw Unsupported(model.GetType().Name),
        };
    }

    private static IEnumerable<ITransformer> Steps(ITransformer transformer) =>
        transformer is IEnumerable<ITransformer> chain ? chain.SelectMany(Steps) : [transformer];

    private static ImportedModel Trees(
        IReadOnlyList<RegressionTreeBase> trees, IReadOnlyList<double> weights, double bias, PlattCalibrator calibrator, int slots, double tolerance)
    {
        var ensemble = new TreeEnsemble(
            slots, [.. trees.Select((tree, i) => Tree(tree, weights[i]))], bias, calibrator.Slope, calibrator.Offset);
        return new ImportedModel(new BitVectorScorer(ensemble), calibrator.Slope, calibrator.Offset, tolerance);
    }

    private static DecisionTree Tree(RegressionTreeBase tree, double weight)
    {
        var nodes = tree.NumberOfNodes;
        var sets = new int[]?[nodes];
        for (var node = 0; node < nodes; node++)
        {
            // A categorical node has slot −1 and threshold 0; its meaning is the set.
            sets[node] = tree.CategoricalSplitFlags[node] ? [.. tree.GetCategoricalSplitFeaturesAt(node)] : null;
        }

        return new DecisionTree(
            [.. tree.NumericalSplitFeatureIndexes.Take(nodes)],
            [.. tree.NumericalSplitThresholds.Take(nodes)],
            [.. tree.LeftChild.Take(nodes)],
            [.. tree.RightChild.Take(nodes)],
            [.. tree.LeafValues.Take(tree.NumberOfLeaves)],
            missingLeft: null,
            categorySlots: sets,
            weight: weight);
    }

    private static ImportedModel Additive(GamBinaryModelParameters model, PlattCalibrator calibrator, int slots)
    {
        var bounds = new double[slots][];
        var effects = new double[slots][];
        Array.Fill(bounds, []);
        Array.Fill(effects, []);
        if (model.NumberOfShapeFunctions == slots)
        {
            for (var slot = 0; slot < slots; slot++)
            {
                (bounds[slot], effects[slot]) = ([.. model.GetBinUpperBounds(slot)], [.. model.GetBinEffects(slot)]);
            }
        }
        else
        {
            ReadShapes(model, bounds, effects);
        }

        // ML.NET centres each shape by a sum over blocks of rows, one for each thread, added in the order in which they end: on several
        // threads the last bit of effects and bias is a matter of luck. Rounded to single precision it is the same on every run.
        foreach (var effect in effects)
        {
            for (var bin = 0; bin < effect.Length; bin++)
            {
                effect[bin] = (float)(-calibrator.Slope * effect[bin]);
            }
        }

        var additive = new AdditiveModel((float)((-calibrator.Slope * model.Bias) - calibrator.Offset), bounds, effects);
        return new ImportedModel(additive, calibrator.Slope, calibrator.Offset, 1e-6);
    }

    // GAM leaves constant slots (and levels rarer than a leaf) out. Its public getters then take a slot, but refuse slots at or above the
    // number of shapes (ML.NET 5.0.1), so the last ones cannot be had; the fields can. The round-trip gate stands behind this.
    private static void ReadShapes(GamBinaryModelParameters model, double[][] bounds, double[][] effects)
    {
        if (Field("_shapeToInputMap") is not int[] slotOf || Field("_binUpperBounds") is not double[][] shapeBounds || Field("_binEffects") is not double[][] shapeEffects)
        {
            throw Unsupported("a GAM that leaves slots out, in a version of ML.NET that hides which");
        }

        for (var shape = 0; shape < slotOf.Length; shape++)
        {
            (bounds[slotOf[shape]], effects[slotOf[shape]]) = ([.. shapeBounds[shape]], [.. shapeEffects[shape]]);
        }

        object? Field(string name) => typeof(GamModelParametersBase).GetField(name, BindingFlags.NonPublic | BindingFlags.Instance)?.GetValue(model);
    }

    private static ImportedModel Linear(LinearBinaryModelParameters model, PlattCalibrator calibrator, NormalizingTransformer? normalizer, int slots)
    {
        var scale = new double[slots];
        var offset = new double[slots];
        Array.Fill(scale, 1);
        if (normalizer is not null)
        {
            if (normalizer.GetNormalizerModelParameters(0) is not NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>> affine)
            {
                throw Unsupported("a normalisation that is not affine");
            }

            for (var slot = 0; slot < slots; slot++)
            {
                scale[slot] = affine.Scale[slot];
                offset[slot] = affine.Offset.IsDefaultOrEmpty ? 0 : affine.Offset[slot];
            }
        }

        // Score = b + Σ w · scale · (x − offset); folded so that the weights speak of the slots as they are.
        var weights = new double[slots];
        double bias = model.Bias;
        for (var slot = 0; slot < slots; slot++)
        {
            weights[slot] = model.Weights[slot] * scale[slot];
            bias -= weights[slot] * offset[slot];
            weights[slot] *= -calibrator.Slope;
        }

        return new ImportedModel(new LinearModel((-calibrator.Slope * bias) - calibrator.Offset, weights), calibrator.Slope, calibrator.Offset, 2e-5);
    }

    private static AuditDataException Unsupported(string found) => new(
        $"The ML.NET model holds {found}. Expected one of FastTree, FastForest with a Platt calibrator, LightGBM, GAM or logistic regression for two classes, on a column 'Features'. Train one of these, or audit its scores without the model.");
}
