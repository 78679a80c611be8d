using System.Buffers;

namespace ScoringAudit.Worlds.Firms;

/// <summary>Unified Social Credit Codes by the form of GB 32100-2015, and synthetic ones that were provably never assigned.</summary>
/// <remarks>
/// Department 1, class 1, region 6 (GB/T 2260), body 9 (GB 11714), check 1; alphabet 0–9 and A–Z without I, O, S, V, Z. Check character:
/// the value (31 − Σ v_i·3^(i−1) mod 31) mod 31; 3 is a primitive root of 31, so every wrong character and every swap of two different
/// adjacent characters is caught. A synthetic code passes that check and is wrong twice: region 990000 is not in GB/T 2260, and the body's
/// own check digit is one too high. Some real early codes fail the check, so a failed check does not prove a code false.
/// </remarks>
public static class UnifiedCode
{
    /// <summary>How many synthetic codes there are: 31^7.</summary>
    public const long Count = 27_512_614_111;

    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);

    /// <summary>The k-th synthetic code: "91", region 990000, body 'X' with 7 digits of base 31, a wrong body digit, a right check character.</summary>
    /// <exception cref="ArgumentOutOfRangeException">k is not in [0, <see cref="Count"/>).</exception>
    public static string Synthetic(long k)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(k, Count);
        Span<char> code = stackalloc char[18];
        "91990000X".CopyTo(code);
        for (var at = 15; at > 8; at--)
        {
            code[at] = Alphabet[(int)(k % 31)];
            k /= 31;
        }

        var right = BodyDigit(code[8..16]);
        code[16] = right is 'X' or '9' ? '0' : (char)(right + 1);
        code[17] = CheckCharacter(code[..17]);
        return new string(code);
    }

    /// <summary>Whether a code has 18 characters of the alphabet and the right check character.</summary>
    public static bool HasRightCheck(string code) =>
        code is { Length: 18 } && !code.AsSpan().ContainsAnyExcept(Letters) && CheckCharacter(code.AsSpan(0, 17)) == code[17];

    /// <summary>Whether the ninth digit of the body (the organisation code of GB 11714) is right.</summary>
    public static bool HasRightBody(string code) => code is { Length: 18 } && BodyDigit(code.AsSpan(8, 8)) == code[16];

    /// <summary>Whether a code is one of ours: region 990000, a wrong body digit and a right check character.</summary>
    public static bool IsSynthetic(string code) => HasRightCheck(code) && code.AsSpan(2, 6).SequenceEqual("990000") && !HasRightBody(code);

    // GB 11714-1997: weights 3, 7, 9, 10, 5, 8, 4, 2, digits as they are, A to Z as 10 to 35.
    private static char BodyDigit(ReadOnlySpan<char> body)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            sum += weights[i] * (body[i] <= '9' ? body[i] - '0' : body[i] - 'A' + 10);
        }

        var digit = (11 - (sum % 11)) % 11;
        return digit == 10 ? 'X' : (char)('0' + digit);
    }

    private static char CheckCharacter(ReadOnlySpan<char> code)
    {
        int sum = 0, weight = 1;
        foreach (var letter in code)
        {
            sum += Alphabet.IndexOf(letter) * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31];
    }
}
