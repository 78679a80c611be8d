// Generated from 07-audit-your-own-file.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
#:project ../src/ScoringAudit/ScoringAudit.csproj
#:project ../src/ScoringAudit.Worlds/ScoringAudit.Worlds.csproj
#:project ../src/ScoringAudit.Models/ScoringAudit.Models.csproj
#:project ../src/ScoringAudit.Storage/ScoringAudit.Storage.csproj
#:project ../src/ScoringAudit.Reporting/ScoringAudit.Reporting.csproj
#:project ../src/ScoringAudit.Notebooks/ScoringAudit.Notebooks.csproj
#:property PublishAot=false
#:property TreatWarningsAsErrors=false
#:property RunAnalyzers=false
using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using ScoringAudit.Auditing;
using ScoringAudit.Evidence;
using ScoringAudit.Models;
using ScoringAudit.Portfolios;
using ScoringAudit.Primitives;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Notebook;
using ScoringAudit.Scoring;
using ScoringAudit.Storage;

// # 7 · Audit your own file
//
// **The question.** You hold a file with scores, and perhaps with outcomes. *What can you say about it, and what may you show?*
//
// About 15 minutes. Replace the file name by your own. The file used here is the sample that comes with this toolkit; its people are synthetic, but a CSV file proves nothing, so the toolkit treats it as it would treat yours: as real people.


// ## Open it
//
// The next cell opens a file. From here on the runner of this repository saves only what came through the release gate, and withholds everything else: you may look at rows on your own screen with another front end, but they do not end up in a notebook that is sent around. (Another kernel, such as .NET Interactive, cannot enforce this. There it is up to you.)

// Looks for the file in this folder and in the folders above it.
string FindUp(string name)
{
    for (var folder = Environment.CurrentDirectory; folder is not null; folder = System.IO.Path.GetDirectoryName(folder))
    {
        if (InputFile.Exists(System.IO.Path.Combine(folder, name)))
        {
            return System.IO.Path.Combine(folder, name);
        }
    }

    return name;
}
var rows = CsvPortfolio.Open(FindUp("data/neighbours-area-csv/subjects-0001-of-0001.csv"));
display(rows.Schema.Columns.Select(column => new { column.Name, column.Kind }));

// Withheld, as announced: even a list of columns is kept back, because the runner does not guess what is harmless.
//
// ## Say what the columns mean
//
// At least a score (or a decision) and one group. Always say which way the score points. If you know addresses or areas, name them: people who live together are not independent, and the intervals must know it.
//
// **Predict** before you run it: is the interval of 2,000 people narrow enough to tell a ratio of 0.75 from 0.8?

var plan = new AuditPlan
{
    Roles = new Roles
    {
        Row = "subject_id",
        Score = new ScoreRole("score", ScoreDirection.HigherIsSafer),
        Decision = DecisionRole.AtApprovalRate(0.7),
        Outcome = new OutcomeRole("default_24m", "1"),
        Protected = [ProtectedRole.Of("group", reference: "A")],
        Address = new AddressRole("street_id", "house_number"),
        Area = new AreaRole("postcode", 3),
        Features = new[] { "income", "utilisation", "arrears_24m", "credit_lines", "months_employed", "area_purchasing_power" }
            .Select(name => FeatureRole.Of(name, name.StartsWith("area") ? Origin.Area : Origin.Own)).ToList(),
        Exclude = ["household_id", "sex", "age", "employment", "inquiries_12m", "age_of_oldest_account", "tenure_months", "thin_file",
            "area_default_rate", "neighbours_mean_score", "parcel_locker_distance_m", "mobile_cell_load", "delivery_window"],
    },
};
var released = ReleaseGate.Release(Audit.Run(rows, plan, new AuditInputs { Provenance = Provenance.External("a CSV file has no proof") }));
display(released.Summary());

display(released.Measure("adverse_impact_ratio"));

display(released.Measure("moran_i"));

// Two things are different from the other notebooks. Every display says *not for publication*, and cells with fewer than 10 people would be suppressed. And the last question, how much comes from other people's records, has no answer: scores alone cannot give it (notebook 4).
//
// ## With a model
//
// If you have the model, or may train one on your file, you can ask it. Here we train one, hold out whole postcodes, and audit it on them.

var asked = plan with { Roles = plan.Roles with { Score = null, Exclude = [.. plan.Roles.Exclude, "score"] } };
var heldOut = Holdout.Of(rows, asked, new Dictionary<string, int[]>(), new EvidenceBuilder()).HeldOut;
var trained = new MlNetTrainer().Train(rows, new TrainingPlan("logistic", asked.Roles, heldOut.Select(held => !held).ToArray(), 1), default);
var model = new NamedModel("mine", trained.Scorer, heldOut, Provenance.External("trained on a CSV file"), "logistic");
var withModel = ReleaseGate.Release(Audit.Run(rows, asked, new AuditInputs { Models = [model] }));
display(withModel.Measure("permutation_importance", metric: "roc_auc"));

display(withModel.Measure("move_effect_place"));

// ## Exercises
//
// 1. Audit another group: `ProtectedRole.Of("sex", reference: "male")`.
// 2. The sample's folder holds a `world.json`. Prove the file to be what it says, with `WorldProof.FromJson`, and audit again. What changes in the displays?
// 3. Ask for a group of seven people. What does the gate do?
//
// <details><summary>Solutions</summary>
//
// 1. Take `sex` out of `Exclude` as well: a column has one role.
// 2. `Provenance.Prove(rows, WorldProof.FromJson(text))` generates everything again. If every cell is equal, the class becomes *synthetic* and the banner "not for publication" goes.
// 3. It prints the group's name and no number, and suppresses one more group if the total would give the first away.
//
// </details>
//
// ## What we cannot tell
//
// * What your data do not hold: people who never applied, outcomes of people who were refused.
// * That a file which looks harmless is. The gate suppresses small cells; it is no formal guarantee of privacy.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
