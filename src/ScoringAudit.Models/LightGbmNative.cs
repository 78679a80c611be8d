using System.Runtime.InteropServices;
using System.Text;
using ScoringAudit.Primitives;

namespace ScoringAudit.Models;

/// <summary>LightGBM's own library, as far as the gate needs it: load a text model, predict probabilities.</summary>
internal static class LightGbmNative
{
    /// <summary>Probabilities of rows by the library itself.</summary>
    /// <param name="model">The model's text.</param>
    /// <param name="rows">Values, row by row.</param>
    /// <param name="features">Values in a row.</param>
    /// <param name="source">What the model is called in messages.</param>
    /// <exception cref="AuditDataException">The library refuses the model.</exception>
    public static double[] Predict(string model, float[] rows, int features, string source)
    {
        Check(LGBM_BoosterLoadModelFromString([.. Encoding.UTF8.GetBytes(model), 0], out _, out var booster), source);
        try
        {
            var result = new double[rows.Length / features];
            Check(LGBM_BoosterPredictForMat(booster, rows, 0, result.Length, features, 1, 0, 0, -1, [.. "num_threads=1"u8, 0], out var length, result), source);
            return length == result.Length
                ? result
                : throw new AuditDataException($"{source}: LightGBM gives {length} numbers for {result.Length} rows. Expected a model for two classes. Train it with objective=binary.");
        }
        finally
        {
            _ = LGBM_BoosterFree(booster);
        }
    }

    private static void Check(int code, string source)
    {
        if (code != 0)
        {
            throw new AuditDataException($"{source}: LightGBM refuses the model: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}. Expected a text model as Booster.save_model writes it. Save the model again.");
        }
    }

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LGBM_BoosterLoadModelFromString(byte[] model, out int iterations, out nint booster);

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LGBM_BoosterPredictForMat(
        nint booster, float[] data, int dataType, int rows, int columns, int isRowMajor, int predictType, int startIteration, int iterations, byte[] parameters, out long length, double[] result);

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int LGBM_BoosterFree(nint booster);

    [DllImport("lib_lightgbm")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint LGBM_GetLastError();
}
