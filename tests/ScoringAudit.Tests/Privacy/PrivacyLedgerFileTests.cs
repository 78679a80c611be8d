using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Privacy;

public sealed class PrivacyLedgerFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly DigestKey _key;

    public PrivacyLedgerFileTests() => _key = DigestKey.In(_directory.At("keys"));

    public void Dispose() => _directory.Dispose();

    private string FilePath => _directory.At("privacy.ledger");

    private PrivacyLedgerFile Open() => PrivacyLedgerFile.Open(FilePath, _key);

    private void Fill()
    {
        using var ledger = Open();
        ledger.Charge("hmac:a", PrivacyBudget.Default, "r1", "race", new Rational(1, 100));
        ledger.Record("hmac:a", "r1", [3, -2, 7]);
        ledger.Charge("hmac:a", PrivacyBudget.Default, "r2", "sex", new Rational(1, 100));
        ledger.Record("hmac:a", "r2", [4]);
    }

    private string Refusal() => Assert.Throws<AuditDataException>(() => Open().Dispose()).Message;

    [Fact]
    public void Reopened_AfterReleases_KnowsSpendAndAnswers()
    {
        Fill();
        using var ledger = Open();
        Assert.Equal(new Rational(1, 50), ledger.Spent("hmac:a"));
        Assert.Equal(Rational.Zero, ledger.Spent("hmac:b"));
        Assert.Equal([3, -2, 7], ledger.Answer("hmac:a", "r1"));
        Assert.Null(ledger.Answer("hmac:b", "r1"));
    }

    [Fact]
    public void Charge_BeyondTheBudget_IsRefusedAndNothingWritten()
    {
        Fill();
        using var ledger = Open();
        Assert.Throws<BudgetExceededException>(() => ledger.Charge("hmac:a", PrivacyBudget.Default, "r3", "age", new Rational(1, 100)));
        Assert.Equal(4, ledger.Count);
        ledger.Charge("hmac:b", PrivacyBudget.Default, "r3", "age", new Rational(1, 100));
    }

    [Fact]
    public void Charge_LaterPlanWithALargerEpsilon_KeepsTheFirstPromise()
    {
        Fill();
        using var ledger = Open();
        Assert.Throws<BudgetExceededException>(() => ledger.Charge("hmac:a", new PrivacyBudget(10, 1e-6), "r3", "age", new Rational(1, 100)));
    }

    [Fact]
    public void KilledBetweenChargeAndRelease_ChargeStandsAndIsNotDoubled()
    {
        using (var ledger = Open())
        {
            ledger.Charge("hmac:a", PrivacyBudget.Default, "r1", "race", new Rational(1, 100));
        }

        using var again = Open();
        Assert.Null(again.Answer("hmac:a", "r1"));
        again.Charge("hmac:a", PrivacyBudget.Default, "r1", "race", new Rational(1, 100));
        Assert.Equal(new Rational(1, 100), again.Spent("hmac:a"));
        again.Record("hmac:a", "r1", [1]);
        Assert.Throws<InvalidOperationException>(() => again.Record("hmac:a", "r1", [2]));
        Assert.Throws<InvalidOperationException>(() => again.Record("hmac:a", "never charged", [2]));
    }

    [Fact]
    public void Open_EveryChangedByte_IsNoticed()
    {
        Fill();
        var bytes = File.ReadAllBytes(FilePath);
        for (var i = 0; i < bytes.Length; i += 7)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 1;
            File.WriteAllBytes(FilePath, changed);
            Assert.Contains("was changed or damaged", Refusal(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_LineChanged_SaysWhichAndWhatToDo()
    {
        Fill();
        var lines = File.ReadAllLines(FilePath);
        lines[2] = lines[2].Replace("1/100", "1/999", StringComparison.Ordinal);
        File.WriteAllText(FilePath, string.Join('\n', lines) + "\n");
        Assert.Equal(
            "The privacy ledger 'privacy.ledger' was changed or damaged: line 3 does not carry the hash of what stands before it. Expected the file as this tool left it. Nothing was released. Restore it from a copy; without it nobody knows what was spent on these data.",
            Refusal());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Open_LastLinesCutOff_IsNoticed(int lines)
    {
        Fill();
        var all = File.ReadAllLines(FilePath);
        File.WriteAllText(FilePath, string.Concat(all[..^lines].Select(l => l + "\n")));
        Assert.Contains("its last lines are missing", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LineReordered_IsNoticed()
    {
        Fill();
        var all = File.ReadAllLines(FilePath);
        (all[1], all[2]) = (all[2], all[1]);
        File.WriteAllText(FilePath, string.Concat(all.Select(l => l + "\n")));
        Assert.Contains("line 2 ", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_KilledBeforeTheHeadWasWritten_GoesOn()
    {
        using (var ledger = Open())
        {
            ledger.Charge("hmac:a", PrivacyBudget.Default, "r1", "race", new Rational(1, 100));
        }

        var head = File.ReadAllBytes(FilePath + ".head");
        using (var ledger = Open())
        {
            ledger.Record("hmac:a", "r1", [5]);
        }

        File.WriteAllBytes(FilePath + ".head", head);
        using var again = Open();
        Assert.Equal([5], again.Answer("hmac:a", "r1"));
    }

    [Fact]
    public void Open_TornLastLine_IsCutOffBecauseNothingWasReleasedForIt()
    {
        Fill();
        File.AppendAllText(FilePath, "0123456789abcdef torn");
        using (var ledger = Open())
        {
            Assert.Equal(4, ledger.Count);
            ledger.Charge("hmac:b", PrivacyBudget.Default, "r9", "age", new Rational(1, 100));
        }

        using var again = Open();
        Assert.Equal(5, again.Count);
    }

    [Fact]
    public void Open_HeadMissingOrOtherKey_IsNoticed()
    {
        Fill();
        Assert.Contains("was changed", Assert.Throws<AuditDataException>(() => PrivacyLedgerFile.Open(FilePath, DigestKey.In(_directory.At("others"))).Dispose()).Message, StringComparison.Ordinal);
        File.Delete(FilePath + ".head");
        Assert.Contains("its .head file is missing", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Twice_SecondIsRefused()
    {
        using var ledger = Open();
        Assert.Equal(
            "The privacy ledger 'privacy.ledger' cannot be opened. Another run may be using it; wait for it, or check that you may read and write it. Nothing was released.",
            Refusal());
    }
}
