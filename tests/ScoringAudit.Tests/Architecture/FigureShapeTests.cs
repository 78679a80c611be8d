using System.Reflection;
using ScoringAudit.Evidence;
using ScoringAudit.Reporting.Figures;

namespace ScoringAudit.Tests.Architecture;

/// <summary>Every table that an audit may write can be drawn by the kind of figure that it names.</summary>
public class FigureShapeTests
{
    private static readonly IReadOnlyList<EvidenceTable> Shapes =
    [
        .. typeof(ScoringAudit.Auditing.Audit).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly))
            .Where(field => field.FieldType == typeof(EvidenceTable) && !field.DeclaringType!.ContainsGenericParameters)
            .Select(field => (EvidenceTable)field.GetValue(null)!),
    ];

    [Fact]
    public void Tables_WithAFigure_HaveTheColumnsOfItsKind()
    {
        Assert.True(Shapes.Count(shape => shape.Figure is not null) >= 20, "shapes found: " + Shapes.Count);
        Assert.All(Shapes.Where(shape => shape.Figure is not null), shape => Assert.True(FigureKinds.MissingColumn(shape) is null, shape.Name + " lacks " + FigureKinds.MissingColumn(shape)));
    }

    [Fact]
    public void Tables_Always_NameKeysThatTheyHave() =>
        Assert.All(Shapes, shape => Assert.All(shape.Keys, key => Assert.Contains(key, shape.Columns)));
}
