using System.Collections;

namespace ScoringAudit.Worlds.Persons;

/// <summary>A list of names that are computed when asked for: a million streets need no million strings.</summary>
internal sealed class Names(int count, Func<int, string> name) : IReadOnlyList<string>
{
    public int Count => count;

    public string this[int index] => index >= 0 && index < count ? name(index) : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
        {
            yield return name(i);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
