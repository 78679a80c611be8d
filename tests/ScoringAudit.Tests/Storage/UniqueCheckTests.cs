using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class UniqueCheckTests : IDisposable
{
    private readonly TempDirectory _dir = new();

    public void Dispose() => _dir.Dispose();

    [Theory]
    [InlineData("1\n2\n3\n4")]
    [InlineData("a\nb\n01\n1")]
    [InlineData("1.5\n2.5\n-0.5")]
    public void Require_UniqueIds_Passes(string ids) => Check(ids);

    [Theory]
    [InlineData("7\n2\n3\n2\n7", "rows 2 and 4 have the same value. Expected an id that is unique per row. Remove the duplicate; if several rows belong to one subject, name the column as columns.subject.")]
    [InlineData("x\ny\nx", "rows 1 and 3 have the same value. Expected an id that is unique per row. Remove the duplicate; if several rows belong to one subject, name the column as columns.subject.")]
    [InlineData("x\nNA\ny", "row 2 has no value. Expected an id that is unique per row. Fill it in.")]
    public void Require_DuplicateOrMissing_GivesRowsAndNoValue(string ids, string message) =>
        Assert.Equal($"t.csv, column 'id': {message}", Assert.Throws<AuditDataException>(() => Check(ids)).Message);

    private void Check(string ids) =>
        UniqueCheck.Require(Cells.Csv(_dir.Write("t.csv", "id\n" + ids + "\n"), new CsvOptions { Identifiers = ["id"] }), "id", TestContext.Current.CancellationToken);
}
