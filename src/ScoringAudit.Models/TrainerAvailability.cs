using System.Runtime.InteropServices;
using ScoringAudit.Primitives;

namespace ScoringAudit.Models;

/// <summary>Whether a trainer's native library can be loaded on this machine.</summary>
public static class TrainerAvailability
{
    /// <summary>Whether LightGBM can train here: its native library, and with it <c>libgomp1</c>, is really loaded.</summary>
    /// <param name="message">What is missing, how to get it, and what to use instead; empty when available.</param>
    /// <param name="load">How to load a native library, for tests; null: as ML.NET does.</param>
    public static bool LightGbm(out string message, Func<string, bool>? load = null)
    {
        message = (load ?? CanLoad)("lib_lightgbm")
            ? string.Empty
            : "The algorithm 'lightgbm' cannot run here: its native library lib_lightgbm does not load, usually because the system package libgomp1 is missing. On Debian and Ubuntu: apt-get install libgomp1. Or choose fasttree, fastforest, gam, logistic or scorecard, which need no system package.";
        return message.Length == 0;
    }

    /// <summary>Throws unless LightGBM can train here.</summary>
    /// <param name="load">How to load a native library, for tests; null: as ML.NET does.</param>
    /// <exception cref="AuditDataException">It cannot; the message says what is missing.</exception>
    public static void RequireLightGbm(Func<string, bool>? load = null)
    {
        if (!LightGbm(out var message, load))
        {
            throw new AuditDataException(message);
        }
    }

    // The same search as ML.NET's P/Invoke: relative to the assembly that declares the calls.
    private static bool CanLoad(string library) =>
        NativeLibrary.TryLoad(library, typeof(Microsoft.ML.Trainers.LightGbm.LightGbmBinaryTrainer).Assembly, null, out _);
}
