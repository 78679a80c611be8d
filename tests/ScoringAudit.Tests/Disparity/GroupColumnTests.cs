using ScoringAudit.Disparity;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Disparity;

public class GroupColumnTests
{
    private static readonly ColumnPortfolio Rows = ColumnPortfolio.Build("people.csv")
        .Integer("age", [19, 25, 39, 40, 59, 60])
        .Category("race", ["White", "Black", null, "Black", "White", "Other"])
        .Category("one", ["x", "x", "x", "x", "x", "x"])
        .Number("income", [1.5, 2.5, 3.5, 4.5, 5.5, 6.5])
        .Build();

    [Fact]
    public void Bins_WholeEdges_AreNamedAsPeopleSayThem()
    {
        var bound = GroupColumn.Bind(Rows, new ProtectedRole("age", "25-39", [], [25, 40, 60]));
        Assert.Equal(["<25", "25-39", "40-59", "≥60"], bound.Groups);
        Assert.Equal([0, 1, 1, 2, 2, 3], Codes(bound));
    }

    [Fact]
    public void Bins_FractionalEdges_AreIntervals() => Assert.Equal(["<2.5", "[2.5, 4.5)", "≥4.5"], GroupColumn.BinNames([2.5, 4.5]));

    [Fact]
    public void Category_MissingMembership_IsMinusOne() => Assert.Equal([2, 0, -1, 0, 2, 1], Codes(GroupColumn.Bind(Rows, ProtectedRole.Of("race"))));

    [Fact]
    public void Categories_FromThePlan_KeepTheirOrderAndLeaveOthersOut()
    {
        var bound = GroupColumn.Bind(Rows, new ProtectedRole("race", "White", ["White", "Black"], []));
        Assert.Equal([0, 1, -1, 1, 0, -1], Codes(bound));
    }

    [Theory]
    [InlineData("one", "largest", "people.csv: protected column 'one' has 1 group. A comparison needs at least 2: give another column, or bins.")]
    [InlineData("race", "Whit", "people.csv: protected column 'race' has no group 'Whit' (plan: protected.reference). Did you mean 'White'?")]
    [InlineData("rase", "largest", "people.csv: there is no column 'rase' (plan: protected). Did you mean 'race'?")]
    public void Bind_WrongRole_SaysWhatToDo(string column, string reference, string message) =>
        Assert.Equal(message, Assert.Throws<AuditDataException>(() => GroupColumn.Bind(Rows, ProtectedRole.Of(column, reference))).Message);

    private static int[] Codes(GroupColumn bound)
    {
        using var reader = Rows.Open([bound.Column]);
        Assert.True(reader.Read(out var batch));
        var codes = new int[batch.Rows];
        bound.Read(batch, 0, codes);
        return codes;
    }
}
