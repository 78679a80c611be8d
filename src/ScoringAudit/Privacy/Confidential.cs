using System.Diagnostics;

namespace ScoringAudit.Privacy;

/// <summary>A value about real people on its way into a mechanism: it cannot be printed, compared, boxed, serialised, stored in an object or read outside the core.</summary>
/// <remarks>
/// A ref struct: the compiler refuses <c>ToString</c>, <c>Equals</c>, string interpolation, collections, fields of classes, type arguments and JSON.
/// Inside the core only the Privacy room opens it; an architecture test reads the sources. Sealing is not protection of the original:
/// keep no other reference to it.
/// </remarks>
/// <typeparam name="T">What is sealed.</typeparam>
[DebuggerDisplay("confidential")]
public readonly ref struct Confidential<T>
{
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    private readonly T _value;

    private Confidential(T value) => _value = value;

    /// <summary>Seals a value.</summary>
    public static Confidential<T> Seal(T value) => new(value);

    /// <summary>Opens it, for mechanisms only.</summary>
    internal T Open() => _value;
}
