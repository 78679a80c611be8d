namespace ScoringAudit.Worlds.Persons;

/// <summary>Contacts and parents of the people of a postcode, numbered from 0 within it. Both are drawn within the postcode, so that any postcode can be made alone.</summary>
/// <remarks>
/// Contacts: 2 to 8 people; a candidate of the other group is passed over with the chance homophily, at most four times (homophily:
/// McPherson, Smith-Lovin and Cook 2001). Parents: with chance 0.6 each a woman and a man of the same group, 18 to 45 years older.
/// </remarks>
internal sealed class Ties(PersonContext context)
{
    private readonly ulong _contacts = context.Root.Derive("contacts").Key;
    private readonly ulong _family = context.Root.Derive("family").Key;

    /// <summary>First contact of each person in <see cref="Contact"/>, then the number of contacts.</summary>
    public int[] Start { get; private set; } = [0];

    public int[] Contact { get; private set; } = [];

    public void Contacts(PersonColumns c, int offset, int size, double homophily)
    {
        if (Start.Length <= size)
        {
            (Start, Contact) = (new int[size + 1], new int[8 * size]);
        }

        var at = 0;
        for (var i = 0; i < size; i++)
        {
            Start[i] = at;
            var row = offset + i;
            var draw = new Draws(_contacts, (ulong)c.SubjectId[row]);
            var wanted = Math.Min(size - 1, 2 + (int)(7 * draw.Uniform(0)));
            for (var k = 0; k < wanted; k++)
            {
                var other = i;
                for (var attempt = 0; attempt < 4; attempt++)
                {
                    other = (int)(size * draw.Uniform(4 + (8 * k) + (2 * attempt)));
                    if (other != i && (c.Group[offset + other] == c.Group[row] || draw.Uniform(5 + (8 * k) + (2 * attempt)) >= homophily))
                    {
                        break;
                    }
                }

                if (other != i && !Contact.AsSpan(Start[i], at - Start[i]).Contains(other))
                {
                    Contact[at++] = other;
                }
            }

            Contact.AsSpan(Start[i], at - Start[i]).Sort();
        }

        Start[size] = at;
    }

    /// <summary>A parent of a person, or −1.</summary>
    /// <param name="c">The people.</param>
    /// <param name="offset">First of the postcode.</param>
    /// <param name="size">People of the postcode.</param>
    /// <param name="person">The person, within the postcode.</param>
    /// <param name="sex">0: the mother; 1: the father.</param>
    public int Parent(PersonColumns c, int offset, int size, int person, int sex)
    {
        var row = offset + person;
        var draw = new Draws(_family, ((ulong)c.SubjectId[row] << 1) | (uint)sex);
        if (draw.Uniform(0) >= 0.6)
        {
            return -1;
        }

        var from = (int)(size * draw.Uniform(1));
        for (var k = 0; k < size; k++)
        {
            var other = offset + ((from + k) % size);
            var older = c.Age[other] - c.Age[row];
            if (older is >= 18 and <= 45 && c.Sex[other] == sex && c.Group[other] == c.Group[row])
            {
                return other - offset;
            }
        }

        return -1;
    }
}
