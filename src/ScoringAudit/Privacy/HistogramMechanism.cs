using System.Security.Cryptography;
using System.Text;

namespace ScoringAudit.Privacy;

/// <summary>Releases a table of counts with discrete Gaussian noise in every cell, empty ones included.</summary>
/// <remarks>
/// rho-zCDP for the unit: variance parameter L2² / (2 rho) in each cell (Canonne, Kamath and Steinke 2020, theorem 4). Everything computed from the
/// released table is free. The shape comes from the schema; the request is charged before the noise is drawn.
/// </remarks>
public static class HistogramMechanism
{
    /// <summary>The law of the noise that a spend buys.</summary>
    public static DiscreteGaussianLaw Law(PrivacyUnit unit, Rational rho)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return rho.Sign > 0
            ? new DiscreteGaussianLaw((Rational)unit.OfTable().SquaredL2 / (2 * rho))
            : throw new ArgumentOutOfRangeException(nameof(rho), rho, "A spend is above 0.");
    }

    /// <summary>Releases a table.</summary>
    /// <param name="counts">Exact counts in the schema's order; each row of the data stands in one cell, each unit in at most <see cref="PrivacyUnit.Rows"/> of them.</param>
    /// <param name="schema">Public shape.</param>
    /// <param name="unit">Whom it protects.</param>
    /// <param name="rho">What it may cost.</param>
    /// <param name="definition">Public text of everything else that decides the counts (decision rule, columns, cap, released aggregates): part of the request's identity.</param>
    /// <param name="session">Where it is charged.</param>
    /// <exception cref="BudgetExceededException">Too little is left; nothing was drawn.</exception>
    public static Released<NoisyTable> Release(Confidential<long[]> counts, TableSchema schema, PrivacyUnit unit, Rational rho, string definition, PrivacySession session)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(unit);
        ArgumentNullException.ThrowIfNull(session);
        var law = Law(unit, rho);
        var exact = counts.Open();
        if (exact.Length != schema.Cells)
        {
            throw new ArgumentException($"Table '{schema.Name}' has {schema.Cells} cells, found another number of counts.", nameof(counts));
        }

        var noisy = session.Release(schema.Name, Request(schema, unit, rho, definition), rho, law, exact);
        return new Released<NoisyTable>(new NoisyTable(schema, noisy), law, unit, rho, schema.Name);
    }

    /// <summary>The identity of a request in the ledger, as a digest: the same request is answered once.</summary>
    public static string Request(TableSchema schema, PrivacyUnit unit, Rational rho, string definition)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(unit);
        var text = string.Join('\u001d', "histogram/1", schema.Canonical(), unit.Kind, unit.Relation, unit.Rows, unit.Influence, rho, definition);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>What was released before, read back from a published result: nothing is charged, because nothing is computed from data.</summary>
    internal static Released<NoisyTable> Reread(TableSchema schema, PrivacyUnit unit, Rational rho, IReadOnlyList<long> published) =>
        new(new NoisyTable(schema, published), Law(unit, rho), unit, rho, schema.Name);
}
