// Generated from 08-less-discriminatory-alternatives.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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
using ScoringAudit.Worlds;

// # 8 · Less discriminatory alternatives
//
// **The question.** A lender's score reads the area and the neighbours. *Is there a score that is as accurate and disadvantages fewer people? And what would dropping the neighbours cost, in accuracy and in people?*
//
// About 20 minutes. *Synthetic people only. The area and neighbour channels are hypotheses built into the generator; effects of this kind have been attributed to credit bureaus, and nothing here says that one works like this.*


// ## Two towns
//
// The same 20,000 people twice. In the first town the place carries *no risk of its own*. In the second it does: 0.6 log-odds of default for each standard deviation. In both, group B lives in poorer places, and the lender's score reads the own record, two averages of the area and the neighbours' mean score.

(World Town, AuditPlan Plan, Provenance Proof) Make(double placeRisk)
{
    var spec = WorldSpec.Of("neighbours-area") with { Subjects = 20_000, Seed = 1, PlaceRisk = placeRisk };
    var town = World.Generate(spec);

    // One plan that names the own record, the area's averages and the neighbours' score.
    var demo = WorldPlans.Demo(spec).Take(3).ToList();
    var features = demo.SelectMany(score => score.Plan.Roles.Features!).DistinctBy(feature => feature.Column).ToList();
    var roles = demo[0].Plan.Roles;
    var plan = demo[0].Plan with
    {
        Roles = roles with { Features = features, Exclude = roles.Exclude.Except(features.Select(feature => feature.Column)).ToList() },
    };
    return (town, plan, Provenance.Prove(town.Subjects, new WorldProof(spec, WorldShard.Whole)));
}
var first = Make(0);
var second = Make(0.6);
display(first.Plan.Roles.Features!.GroupBy(feature => feature.Origin).Select(origin => new { Origin = origin.Key.ToString(), Features = origin.Count() }));

// ## How to search without fooling yourself
//
// Whoever tries twenty scores and reports the best one reports luck. So the rows are cut into three parts, whole postcodes each:
//
// 1. half of them **train** every candidate;
// 2. a quarter **choose**: they set each candidate's threshold (70 % approved) and pick one;
// 3. a quarter **confirm**: nobody looks at them before the choice is made, and they are asked one question only.
//
// The rule of choice is declared before: *of the candidates that lack at most 0.01 of AUC against the score in use, and do not read the group, the one with the largest impact ratio.*
//
// ## Make a prediction
//
// In which of the two towns will the search find an alternative that holds up? And in the first town, how many more of the 1,500 or so people of group B in the last quarter will be approved once the neighbours are dropped: 10, 100 or 1,000?

ReleasedEvidence Search((World Town, AuditPlan Plan, Provenance Proof) town, AlternativesPlan search) => ReleaseGate.Release(
    AlternativeSearch.Run(town.Town.Subjects, town.Plan with { Alternatives = search }, new AlternativeInputs(new MlNetTrainer()) { Provenance = town.Proof }));
var search = new AlternativesPlan { Models = ["logistic", "scorecard"], Mitigations = ["none", "reweighing"], Tolerance = 0.01 };
var one = Search(first, search);
display(one.Figure("frontier"));

// Each dot is one candidate on the rows that *choose*: upwards more accurate, to the right fewer people disadvantaged. The line joins those that no other beats in both. The crosses are the score in use and the one that was chosen.
//
// ## Does it hold up?
//
// The same two scores on people that neither trained nor chose:

display(one.Measure("less_discriminatory_alternative"));

display(one.Measure("accuracy_difference"));

var claim = one.Findings.Single(f => f.Measure == "less_discriminatory_alternative");
display(new { Chosen = claim.Model, Claim = claim.Screen, GainWhereItWasChosen = Math.Round(claim.Details!["onChoosingRows"], 3), GainWhereItWasConfirmed = Math.Round(claim.Value!.Value, 3) });

// **How to read it.** Two intervals, and the claim needs both: the change of the impact ratio must lie above 0, and the change of accuracy above −0.01. Both are *paired*: the same people under both scores, so what is common to both cancels. Whether accuracy "within 0.01" is equal enough is a convention that the plan declares, not a fact.
//
// The last table shows the gain twice. The first number comes from the rows where the winner was picked among many; only the second one is evidence.
//
// ## What does dropping the neighbours cost?
//
// This question needs no search: it is declared before, one comparison for each origin.

display(one.Measure("auc_cost_of_dropping"));

display(one.Table("alternatives-dropping"));

// Read a row as a sentence: *without the area's averages, so many people of group B gain approval and so many lose it; the score loses so much AUC; of 1,000 approved people so many more default.* The share of approvals hardly moves: who gains is paid for by others who lose. The intervals count whole postcodes, because neighbours rise and fall together.
//
// ## The other town
//
// Here the place really carries risk.

var two = Search(second, search);
display(two.Figure("frontier"));

display(two.Measure("less_discriminatory_alternative"));

display(two.Measure("auc_cost_of_dropping"));

// Now the two aims pull apart: without other people's records the score loses more than twice the tolerance. What the search finds within the tolerance keeps the area's averages, and its gain is small: compare the two values of *Less discriminatory alternative*. Where a search finds nothing, that does not show that nothing exists: it is as wide as its algorithms, origins and mitigations.
//
// ## Ways that use the group
//
// The remaining ways go further. *Exponentiated gradient* trains a mixture of scores under a limit on the groups' rates: the group is read in training only, but decisions are drawn at random. *Thresholds by group* read the group of the person who is decided about. They are shown and marked, and never chosen.

var three = Search(first, new AlternativesPlan { Models = ["logistic"], Origins = [["own", "area", "neighbourhood"], ["own"]], Mitigations = ["none", "exponentiated-gradient", "group-thresholds"] });
var table = three.Tables.Single(t => t.Name == "frontier");
object Cell(IReadOnlyList<object> row, string column) => row[table.Columns.ToList().IndexOf(column)];
double Number(IReadOnlyList<object> row, string column) => Math.Round((double)Cell(row, column)!, 3);
display(table.Rows.Select(row => new
{
    Candidate = Cell(row, "label"), Auc = Number(row, "accuracy"), ImpactRatio = Number(row, "air"), DefaultsPerThousandApproved = Math.Round(Number(row, "adversePerThousand"), 1),
    ReadsTheGroup = Cell(row, "readsGroup") is 1L, Drawn = Cell(row, "randomised") is 1L, Role = Cell(row, "role"),
}));

display(three.Measure("convergence_gap"));

// Compare the mixtures by the defaults among 1,000 approved people, not by AUC: a mixture's score is its probability of approval, which has few values, so its AUC is low by nature. The *convergence gap* says how far the mixture may be from the best one that this trainer can find.
//
// Now the column *ReadsTheGroup*. Thresholds by group give an impact ratio near 1 by construction. In many jurisdictions a decision that reads the protected attribute is itself the problem; that is a question for a lawyer, not for a number.
//
// ## Exercises
//
// 1. Set `Tolerance = 0.001` in the first town. What happens to the claim, and what would you need to decide it?
// 2. Search again with `Seed = 2` in the plan (`first.Plan with { Seed = 2 }`): other rows train, choose and confirm. Is the same score chosen? What does that tell about the frontier?
// 3. A vendor reports: "we tried 500 models, and the best one has an impact ratio of 0.93 at equal accuracy on our validation data". Which question do you ask?
//
// <details><summary>Solutions</summary>
//
// 1. The interval of the accuracy difference is wider than 0.001 on both sides, so nothing can be confirmed: *undetermined* is the honest answer. More confirming people would decide it; the interval shrinks with the square root of the number of postcodes.
// 2. Often another one: many candidates are nearly equal on the frontier, and chance picks among them. The gain at the confirming rows is what stays.
// 3. On which rows was the best of the 500 chosen? If on the same validation data, the 0.93 is the luckiest of 500 numbers. Ask for rows that neither trained nor chose, and for a paired interval.
//
// </details>
//
// ## What we cannot tell
//
// * Whether an alternative that costs something should be used: how much accuracy a fairer score may cost is not a question of numbers.
// * That there is none, where none was found.
// * What another rejected applicant would have done: outcomes are known here for everybody, because the people are synthetic. In a lender's file they are known for the accepted only.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
