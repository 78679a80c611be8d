// Generated from 03-whom-does-it-disadvantage.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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
using ScoringAudit.Release;
using ScoringAudit.Reporting.Notebook;
using ScoringAudit.Scoring;
using ScoringAudit.Worlds;

// # 3 · Whom does it disadvantage?
//
// **The question.** Four scores, the same people, the same share of approvals. *Which of them approves fewer people of group B, by how much, and how sure can we be?*
//
// About 15 minutes. *Synthetic people only. The area and neighbour channels are hypotheses built into the generator; effects of this kind have been attributed to credit bureaus, and nothing here says that one works like this.*


var spec = WorldSpec.Of("neighbours-area") with { Subjects = 5_000, Seed = 1 };
var world = World.Generate(spec);
var people = world.Subjects;
var proof = Provenance.Prove(people, new WorldProof(spec, WorldShard.Whole));

var demo = WorldPlans.Demo(spec);
var heldOut = Holdout.Of(people, demo[0].Plan, new Dictionary<string, int[]>(), new EvidenceBuilder()).HeldOut;
bool[] training = heldOut.Select(held => !held).ToArray();
var models = new List<NamedModel>();
foreach (var score in demo)
{
    var model = new MlNetTrainer().Train(people, new TrainingPlan("logistic", score.Plan.Roles, training, spec.Seed), default);
    models.Add(new NamedModel(score.Name, model.Scorer, heldOut, proof, "logistic"));
}
display(demo.Select(score => new { score.Name, score.Title, Features = score.Plan.Roles.Features!.Count }));

// ## Make a prediction
//
// All four scores approve 70 %, so none of them can look better by being more generous. In this town place carries *no risk of its own*: two people with the same record default equally often wherever they live.
//
// Rank the four by the share of group B that they approve: `own`, `own-area`, `own-neighbours`, `own-proxies`.

// One plan for all four: it names every feature, and each model reads its own.
var features = demo.SelectMany(score => score.Plan.Roles.Features!).DistinctBy(feature => feature.Column).ToList();
var roles = demo[0].Plan.Roles;
var plan = demo[0].Plan with
{
    Roles = roles with { Features = features, Exclude = roles.Exclude.Except(features.Select(feature => feature.Column)).ToList() },
};
var released = ReleaseGate.Release(Audit.Run(people, plan, new AuditInputs { Provenance = proof, Models = models }));
display(released.Measure("adverse_impact_ratio"));

display(released.Figure("impact-ratios"));

// **How to read it.** The dot is the share of B approved over the share of A approved. The line through it is what these people can tell. The last column says where the *whole* line lies: above 0.8 (*met*), below (*not met*), or on both sides (*undetermined*).
//
// With 1,500 held-out people every line crosses 0.8. That is not a failure of the audit, it is its honest answer. The table says how many people of the group a verdict would need.
//
// ## What independence costs
//
// Most tools count every person as independent. Here is the same audit twice: counting postcodes (the default), and counting people as if nobody had neighbours.

var naive = ReleaseGate.Release(Audit.Run(people, plan with { Independent = "rows" }, new AuditInputs { Provenance = proof, Models = models }));
double Width(ReleasedEvidence audit, string model) => audit.Findings.First(f => f.Measure == "adverse_impact_ratio" && f.Model == model).Interval!.Limits.Width;
display(models.Select(model => new { Model = model.Name, CountingPostcodes = Math.Round(Width(released, model.Name), 3), CountingPeople = Math.Round(Width(naive, model.Name), 3) }));

// The more a score follows the place, the more the people of a postcode rise and fall together, and the more the second column promises too much.
//
// ## What place buys
//
// Does reading the place make the score better at its job? AUC to the left, the impact ratio below.

display(released.Figure("accuracy-disparity"));

display(released.Measure("roc_auc_difference"));

// ## Exercises
//
// 1. Give place a risk of its own: `with { Subjects = 5_000, PlaceRisk = 0.6 }`. What happens to the accuracy of `own-area`, and what to its impact ratio?
// 2. Why is it wrong to compare the four scores at one fixed cut-off?
// 3. A colleague reports "B is approved at 0.78 times the rate of A, below 0.8, p < 0.05". Which sentence of this notebook would you show them?
//
// <details><summary>Solutions</summary>
//
// 1. Place now helps the score, and the ratio falls: the two aims pull apart. Which of them counts more is not for a tool to say.
// 2. The scores have different shapes: one cut-off approves different shares, and a score that approves more people of everyone looks better for everyone. Hold the share fixed, or show both.
// 3. The point estimate and p never decide: the verdict looks at where the whole interval lies, and p < 0.05 there tests "no difference" (a ratio of 1), not 0.8.
//
// </details>
//
// ## What we cannot tell
//
// * Whether people of group B *should* be approved as often. Their own records differ in this town; why they differ is outside the data.
// * Anything about a group that the data do not name, or about groups of a few people.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
