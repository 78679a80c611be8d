using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;

namespace ScoringAudit.Auditing.Protection;

/// <summary>Runs a protected audit: every table is charged before a row is read, counted, released, and only released values go on.</summary>
public static class ProtectedAudit
{
    /// <summary>Releases a design's tables.</summary>
    /// <param name="rows">The portfolio; all its rows are counted.</param>
    /// <param name="design">What to release; made before this.</param>
    /// <param name="inputs">The model that the design names, links, threads.</param>
    /// <param name="session">Where it is charged.</param>
    /// <returns>Released tables: nothing else about the rows leaves this method.</returns>
    /// <exception cref="BudgetExceededException">Too little is left; nothing was charged, and no row was counted.</exception>
    /// <exception cref="AuditDataException">A column is missing or cannot be read.</exception>
    public static ProtectedRelease Run(IPortfolio rows, ProtectedDesign design, AuditInputs inputs, PrivacySession session)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(design);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(session);
        var pass = new ProtectedPass(rows, design, inputs);
        session.ChargeAll([.. design.Tables.Select(t => (t.Name, design.RequestOf(t), t.Rho))]);
        var released = new Dictionary<string, Released<NoisyTable>>(StringComparer.Ordinal);
        Release([.. design.Tables.Where(t => !t.IsSecondPass)], pass, design, released, session);
        var first = new ProtectedFirst(design, released);
        pass.Read(first);
        Release([.. design.Tables.Where(t => t.IsSecondPass)], pass, design, released, session);
        return new ProtectedRelease(design, [.. design.Tables.Select(t => released[t.Name])]);
    }

    private static void Release(List<ProtectedTable> tables, ProtectedPass pass, ProtectedDesign design, Dictionary<string, Released<NoisyTable>> to, PrivacySession session)
    {
        if (tables.Count == 0)
        {
            return;
        }

        // A report that is asked for again is answered from the ledger without reading a row.
        var known = tables.TrueForAll(t => session.IsAnswered(design.RequestOf(t)));
        var counts = known ? null : pass.Count(tables);
        for (var i = 0; i < tables.Count; i++)
        {
            var table = tables[i];
            to.Add(table.Name, HistogramMechanism.Release(Confidential<long[]>.Seal(counts?[i] ?? new long[table.Shape.Cells]), table.Shape, table.Unit, table.Rho, design.Definition, session));
        }
    }
}
