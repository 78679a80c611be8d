using System.Globalization;
using ScoringAudit.Auditing;
using ScoringAudit.Auditing.Protection;
using ScoringAudit.Evidence;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Privacy;
using ScoringAudit.Release;
using ScoringAudit.Reporting;
using ScoringAudit.Storage;

namespace ScoringAudit.Cli.Jobs;

/// <summary>Runs a plan of class protected: design, cost, charge, release, report.</summary>
internal sealed class ProtectedJob
{
    private readonly Host _host;
    private readonly AuditPlan _plan;
    private readonly string _path;
    private readonly IPortfolio _rows;
    private readonly NamedModel? _model;
    private readonly IReadOnlyList<string> _planLinks;
    private readonly DigestKey _key = DigestKey.OfUser();

    private ProtectedJob(Host host, AuditPlan plan, string path, IPortfolio rows, NamedModel? model, PublicSchema schema, ProtectedDesign design, IReadOnlyList<string> links)
    {
        (_host, _plan, _path, _rows, _model, _planLinks) = (host, plan, path, rows, model, links);
        Schema = schema;
        Design = design;
        Data = DigestOf(path, _key);
    }

    /// <summary>Its public schema.</summary>
    public PublicSchema Schema { get; }

    /// <summary>What it will release.</summary>
    public ProtectedDesign Design { get; }

    /// <summary>Keyed digest of the data: the account in the ledger.</summary>
    public string Data { get; }

    /// <summary>Reads schema, model and graph, and designs the release; reads no row's values into any result.</summary>
    public static ProtectedJob Prepare(Host host, string planPath, AuditPlan plan)
    {
        var privacy = plan.Disclosure.Privacy!;
        var path = PlanFile.Resolve(planPath, plan.Data ?? throw Verbs.TrainVerb.NoData());
        PlanFiles.Require(planPath, plan);
        if (plan.Models.Count > 1)
        {
            throw new AuditDataException("plan: models: class protected audits one model, because each would need a budget of its own. Name one.");
        }

        var schema = privacy.Schema is { } file ? SchemaFile.Read(PlanFile.Resolve(planPath, file)) : PublicSchema.Empty;
        NamedModel? model = null;
        ProtectedModel? known = null;
        if (plan.Models.Count == 1)
        {
            var at = PlanFile.Resolve(planPath, plan.Models[0].Path);
            var loaded = ModelFiles.Load(host, planPath, plan.Models[0]);
            model = new NamedModel(plan.Models[0].Name, loaded.Scorer, null, Provenance.External("the data are external"), loaded.Card.Algorithm);
            known = new ProtectedModel(model.Name, ModelDigest(at), model.Algorithm, loaded.Scorer.Scale, [.. loaded.Scorer.Features.Features.Select(f => f.Name)]);
        }

        var rows = DataFile.Open(path, Options(plan, schema, model), host.Cancel);
        int? influence = privacy.Unit == PrivacyUnitKind.PublicGraphNode && plan.Links.Count > 0 ? Influence(planPath, plan, rows, privacy.Hops) : null;
        // Only a public graph is read; other links are not.
        IReadOnlyList<string> links = influence is null ? [] : [.. plan.Links.Select(l => PlanFile.Resolve(planPath, l.File)).Distinct(StringComparer.Ordinal).SelectMany(DataFile.Files)];
        return new ProtectedJob(host, plan, path, rows, model, schema, ProtectedDesign.Of(plan, schema, known, influence), links);
    }

    /// <summary>Keyed digest of data: what the ledger calls them.</summary>
    public static string DigestOf(string path, DigestKey key)
    {
        var files = DataFile.Files(path).Select(f => FileDigest.Hmac(f, key)).ToList();
        return files.Count == 1 ? files[0] : FileDigest.OfList(files);
    }

    /// <summary>Charges, releases and reports.</summary>
    public (ReleasedEvidence Evidence, ProtectedRelease Release) Run(string ledgerPath)
    {
        if (ReleaseMarks.Has(ledgerPath, Data, exact: true) && _plan.Disclosure.ExactElsewhere is null)
        {
            throw new AuditDataException("Exact numbers of these data were written before, under another class. Shown beside protected ones they would undo their promise. If they stay secret, say why in the plan, as in exactElsewhere: \"the restricted report stays with the supervisor\" under disclosure; the report prints it. Nothing was released.");
        }

        using var ledger = PrivacyLedgerFile.Open(ledgerPath, _key);
        var session = new PrivacySession(ledger, Data, Design.Budget);
        var inputs = new AuditInputs { Models = _model is null ? [] : [_model], Threads = _host.Threads, Cancel = _host.Cancel };
        var release = _host.WithStatus("auditing", _ => ProtectedAudit.Run(_rows, Design, inputs, session));
        ReleaseMarks.Remember(ledgerPath, Data, exact: false);
        return (ReleaseGate.Release(ProtectedReport.Of(release), Facts(_path)), release);
    }

    /// <summary>What was public of the source.</summary>
    public static IReadOnlyDictionary<string, string> Facts(string path) => new Dictionary<string, string>
    {
        ["data.source"] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
    };

    /// <summary>The inputs for the manifest: no size, no number of rows, no kinds of columns, which follow from values.</summary>
    public IReadOnlyList<ManifestFile> Manifest() =>
    [
        new ManifestFile(Facts(_path)["data.source"], 0, Data, null, [.. _rows.Schema.Columns.Select(c => c.Name)]),
        .. _planLinks.Select(file => new ManifestFile(Path.GetFileName(file), 0, FileDigest.Hmac(file, _key), null, [.. DataFile.Open(file, null, _host.Cancel).Schema.Columns.Select(c => c.Name)])),
    ];

    /// <summary>Prints what would be spent and what that would show.</summary>
    public void Forecast(string ledgerPath, TextWriter to)
    {
        var budget = Design.Budget;
        Wrapped.Write(to, string.Create(CultureInfo.InvariantCulture, $"Protects: {Design.Unit}."));
        Wrapped.Write(to, string.Create(CultureInfo.InvariantCulture, $"Promise for all reports on these data: epsilon {budget.Epsilon}, delta {budget.Delta:0.#########} (rho {budget.Rho.ToDouble():G4})."));
        to.WriteLine();
        var spend = Design.Tables.Aggregate(Rational.Zero, (sum, t) => sum + t.Rho).ToDouble();
        var table = new TextTable("table", ">cells", ">share", ">rho", ">noise in a cell");
        foreach (var t in Design.Tables)
        {
            table.Row(t.Name, Show.Count(t.Shape.Cells), Number(100 * t.Rho.ToDouble() / spend) + " %", Number(t.Rho.ToDouble()), "±" + Number(t.NoiseDeviation) + " rows");
        }

        table.Write(to, 110);
        var decisions = Design.Tables.Where(t => t.Kind == ProtectedTableKind.Decisions).ToList();
        if (decisions.Count > 0)
        {
            to.WriteLine();
            Wrapped.Write(to, "Expected upper limit of an impact ratio over its lower limit, by rows of the group (half of it favourable, reference five times as large):");
            var widths = new TextTable(["table", .. ProtectedForecast.Sizes.Select(s => ">" + Show.Count(s)), ">smallest group that says anything"]);
            foreach (var t in decisions)
            {
                widths.Row([t.Name, .. ProtectedForecast.Sizes.Select(s => ProtectedForecast.FactorOfRatio(Design, t, s)).Select(f => f > 4 ? "too small" : "× " + f.ToString("0.00", CultureInfo.InvariantCulture)), ProtectedForecast.LeastSize(Design, t) is { } least ? Show.Count(least) : "none"]);
            }

            widths.Write(to, 110);
        }

        to.WriteLine();
        foreach (var note in Design.LeftOut)
        {
            Wrapped.Write(to, note.Text, "- ", "  ");
        }

        foreach (var text in Design.NotCovered)
        {
            Wrapped.Write(to, "Not covered: " + text + ".", "- ", "  ");
        }

        to.WriteLine();
        if (!InputFile.Exists(ledgerPath))
        {
            Wrapped.Write(to, string.Create(CultureInfo.InvariantCulture, $"This report would spend rho {spend:G4}. There is no ledger yet. Nothing was spent."));
            Rest(Design.Tables.Aggregate(Rational.Zero, (sum, t) => sum + t.Rho), budget.Rho, to);
            return;
        }

        using var ledger = PrivacyLedgerFile.Open(ledgerPath, _key);
        var cost = Design.Tables.Where(t => !ledger.IsCharged(Data, Design.RequestOf(t))).Aggregate(Rational.Zero, (sum, t) => sum + t.Rho);
        Wrapped.Write(to, string.Create(CultureInfo.InvariantCulture, $"This report would spend rho {cost.ToDouble():G4} more; spent on these data so far: {ledger.Spent(Data).ToDouble():G4}, left: {ledger.Left(Data, budget).ToDouble():G4}. Nothing was spent."));
        Rest(cost, ledger.Left(Data, budget), to);
    }

    // Whoever changes the plan afterwards must not be surprised.
    private static void Rest(Rational cost, Rational left, TextWriter to)
    {
        if (cost > left)
        {
            Wrapped.Write(to, "That is more than these data have left: the run would be refused. A smaller 'spend' under disclosure asks for less, with wider intervals.");
        }
        else if (cost.Sign > 0 && (left - cost) * 20 < left)
        {
            Wrapped.Write(to, "That is all that these data have left: no other plan could be run on them afterwards. 'spend: 0.5' under disclosure keeps half.");
        }
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>How the columns of a CSV are read: by plan, schema and model, never by what stands in them, or one person's odd value would change how everybody's is read.</summary>
    internal static CsvOptions Options(AuditPlan plan, PublicSchema schema, NamedModel? model)
    {
        var options = CsvOptions.For(plan);
        var features = model?.Scorer.Features.Features ?? [];
        var asNumbers = features.Where(f => f.Kind == Scoring.FeatureKind.Number).Select(f => f.Name).ToList();
        List<string> numbers = [.. options.Numbers.Union(schema.Columns.Where(c => !c.IsCategory).Select(c => c.Name))];
        var texts = options.Categories
            .Concat(new[] { plan.Roles.Decision?.Column, plan.Roles.Outcome?.Column }.OfType<string>())
            .Concat(schema.Columns.Where(c => c.IsCategory).Select(c => c.Name).Except(asNumbers))
            .Concat(features.Where(f => f.Kind == Scoring.FeatureKind.Category).Select(f => f.Name));
        return options with { Numbers = numbers, AllowInfinite = numbers, Categories = [.. texts.Distinct().Except(numbers).Except(options.Identifiers)] };
    }

    private static string ModelDigest(string path)
    {
        if (InputFile.Exists(path))
        {
            return FileDigest.Sha256(path);
        }

        var files = ResultDirectory.Open(path).Files.Where(f => f != "model.json").Select(f => FileDigest.Sha256(Path.Combine(path, f))).ToList();
        return FileDigest.OfList(files);
    }

    private static int Influence(string planPath, AuditPlan plan, IPortfolio rows, int hops)
    {
        var readers = new List<int>[(int)(rows.Rows ?? 0)];
        foreach (var edges in LinkFiles.RowEdges(planPath, plan, rows).Values)
        {
            for (var e = 0; e < edges.From.Length; e++)
            {
                (readers[edges.To[e]] ??= []).Add(edges.From[e]);
            }
        }

        return InfluenceBound.FromPublicGraph([.. readers.Select(r => (IReadOnlyList<int>)(r ?? []))], hops);
    }
}
