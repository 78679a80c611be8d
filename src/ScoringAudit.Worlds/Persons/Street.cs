namespace ScoringAudit.Worlds.Persons;

/// <summary>Who lives where on a street; people are numbered from 0 within it. Buffers are reused from street to street.</summary>
internal sealed class Street
{
    public Street(int people)
    {
        FirstPerson = new int[people + 1];
        House = new int[people];
        PeopleBefore = new int[people + 1];
    }

    public int Households { get; set; }

    public int Houses { get; set; }

    /// <summary>First person of each household, then the number of people.</summary>
    public int[] FirstPerson { get; }

    /// <summary>House number of each household, from 1.</summary>
    public int[] House { get; }

    /// <summary>People in houses 1 to k, for k from 0.</summary>
    public int[] PeopleBefore { get; }
}
