// Generated from 09-privacy.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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
using ScoringAudit.Worlds;

// # 9 · Privacy
//
// **The question.** An audit prints counts, and a model is sent to a colleague. *Can either of them give a single person away?*
//
// About 15 minutes. *Synthetic people only: nobody stands behind any number, so we may attack them. The neighbour channel is a hypothesis built into the generator; effects of this kind have been attributed to credit bureaus, and nothing here says that one works like this.*


var spec = WorldSpec.Of("neighbours-scores") with { Subjects = 6_000, Seed = 1 };
var world = World.Generate(spec);
var people = world.Subjects;
var proof = Provenance.Prove(people, new WorldProof(spec, WorldShard.Whole));
display(new { People = people.Rows, Proven = proof.IsSynthetic });

// ## Two harmless reports
//
// An auditor publishes decisions by age. A month later somebody asks for other age groups: the limit moves from 30 to 31. Both reports show large groups only.
//
// **Predict:** what does a reader of both learn about the people who are exactly 30?

AuditPlan ByAge(params double[] bins) => WorldPlans.For(spec) with
{
    Measures = ["disparity"],
    Roles = WorldPlans.For(spec).Roles with { Protected = [new ProtectedRole("age", ProtectedRole.Largest, [], bins)] },
};
Finding Youngest(ReleasedEvidence report) => report.Findings.First(f => f.Measure == "selection_rate" && f.Group?.StartsWith('<') == true);
var first = ReleaseGate.Release(Audit.Run(people, ByAge(30, 50), new AuditInputs { Provenance = proof }));
var second = ReleaseGate.Release(Audit.Run(people, ByAge(31, 50), new AuditInputs { Provenance = proof }));
display(new[] { first, second }.Select(report => new { Group = Youngest(report).Group, People = Youngest(report).N, Approved = Youngest(report).Numerator }));
display(new { Of30Years = Youngest(second).N - Youngest(first).N, Approved = Youngest(second).Numerator - Youngest(first).Numerator });

// The difference of two large numbers is a small one. With a few more limits it becomes a single birthday, and the decision about the one person who has it.
//
// The class *restricted* hides small cells. That alone would not help here: no cell of either report is small. What helps is to remember. The release log keeps the counts that earlier reports gave away, and the gate asks, for every count that is hidden or that follows from two numbers: how tightly can a reader of *everything* bound it? The answer is a linear program over all tables of all reports.

var restricted = new DisclosurePlan(DisclosureClass.Restricted, null, MinCell: 250, Stated: true);
var january = ReleaseGate.Release(Audit.Run(people, ByAge(30, 50) with { Disclosure = restricted }, new AuditInputs()));
var february = ReleaseGate.Release(Audit.Run(people, ByAge(31, 50) with { Disclosure = restricted }, new AuditInputs()), january.Cells);
display(february.Measure("selection_rate"));

// (The minimum cell is 250 here, so that the town of 6,000 shows the effect; the default is 10.) The February report shows the middle and hides what would tell. Press the numbers as you like: what is left fits at least 250 different answers.
//
// ## Does a model remember who trained it?
//
// Take a model and a person. *Was this person among those it was trained on?* If that can be told, the model is itself personal data, and for a list of defaulters the answer is the secret.
//
// The attacker trains models of the same kind on random halves of similar people and looks how sure a model is of somebody it has seen, compared with somebody it has not. We attack two tree models that do the same job. In the first a leaf may hold one person. In the second it holds at least 200.
//
// **Predict:** how many of the trained-on people does the best attack find, if it may accuse 1 % of the others wrongly? By blind guessing it finds 1 %.

var plan = WorldPlans.For(spec);
var mayTrain = Enumerable.Range(0, (int)people.Rows!).Select(i => i % 3 != 0).ToArray();
var training = new TrainingPlan("fasttree", plan.Roles, mayTrain, 1);
IEnumerable<MembershipResult> Attack(TreeShape shape) =>
    MembershipAudit.Run(new MlNetTrainer { Shape = shape }, people, training, [], [], [], Streams.FromSeed(1), new MembershipOptions(Pairs: 4));
var loose = Attack(new TreeShape(Trees: 60, Leaves: 60, LeastRowsInLeaf: 1)).ToList();
var tight = Attack(new TreeShape(Trees: 20, Leaves: 4, LeastRowsInLeaf: 200)).ToList();
string Percent(ScoringAudit.Statistics.IntervalEstimate rate) => $"{100 * rate.Value.Value:0.0} % ({100 * rate.Interval!.Value.Low:0.0} to {100 * rate.Interval.Value.High:0.0})";
display(loose.Zip(tight, (a, b) => new { a.Attack, AucLoose = Math.Round(a.Auc.Value.Value, 3), AucTight = Math.Round(b.Auc.Value.Value, 3), FoundLoose = Percent(a.AtOnePercent), FoundTight = Percent(b.AtOnePercent) }));

// Read the table by rows. The simple attack (*loss*: how sure is the model?) finds hardly more of the loose model's people than guessing would: whoever stops there calls it safe. The others compare a person with what models say that never saw this person, and find out many times as many. The leaf minimum takes most of that away.
//
// **What to do.** Ask for the least number of people in a leaf before anything else; prune; prefer a smaller model that predicts as well. Do not send a model around that was trained on real people: the file itself (leaf counts, category names, bin edges) says more than its scores. In a plan, `measures: [attacks]` asks this of your own model, for your own eyes: class restricted.
//
// ## Does my score reveal my neighbour?
//
// If a score reads the neighbours' records, then somebody who sees *my* score learns about *them*. The attacker here knows my record and everybody else's, sees my score, and guesses one neighbour's outcome.
//
// **Predict** the AUC (0.5 is guessing) in the town where the score takes 0.3 of the neighbours' scores, and in the same town with that channel switched off.

var collected = new EvidenceBuilder();
var proofs = new List<Provenance>();
foreach (var (name, of) in new[] { ("reads neighbours", spec), ("control", spec.Control()) })
{
    var town = World.Generate(of);
    var proven = Provenance.Prove(town.Subjects, new WorldProof(of, WorldShard.Whole));
    Audit.Run(town.Subjects, WorldPlans.For(of) with { Measures = ["attacks"] }, new AuditInputs { Provenance = proven, Stratum = name }, collected);
    proofs.Add(proven);
}
var attacked = ReleaseGate.Release(new AuditEvidence(collected.Findings, collected.Tables, collected.Notes, Provenance.OfAll(proofs), WorldPlans.For(spec), collected.Facts));
display(attacked.Measure("neighbour_inference_auc"));

// One score says little about one neighbour: eight neighbours share the blame, and the own record speaks louder. But everybody's score says a little about everybody next door, and no consent of mine covers that. This is why the unit of protection of a score that reads neighbours is the person *with all that the person does to others*, see docs/PRIVACY.md.
//
// ## Exercises
//
// 1. How many people must be 30 for the February report to keep nothing back? Change `MinCell` and find out.
// 2. Train the loose model with `LeastRowsInLeaf: 20`. Is that enough?
// 3. A colleague says: "Our attack reached an AUC of 0.51, so the model is safe." What do you answer?
//
// <details><summary>Solutions</summary>
//
// 1. At least as many as the minimum cell, and at least as many approved and refused ones. Then the difference of the two reports is a cell that could have been printed.
// 2. Compare the intervals with 1 %, for the strongest attack, not for the first. A leaf of 20 in which one person defaulted still says something about each of the 20.
// 3. AUC is an average over all people; a model can hide most and betray a few. Look at the true positive rate at 1 % or less, with a stronger attack, and by group. And a failed attack proves nothing: the next one may do better.
//
// </details>
//
// ## What we cannot tell
//
// * That a model is private. An attack that fails shows that this attack fails. Only a mechanism with a proof (class *protected*) gives a promise.
// * How a model trained on *all* people does: the attack speaks of halves. And all shadow models share one population, which flatters the attacker somewhat.
// * What a reader already knows. Suppression protects against what is printed and logged, not against the neighbour who was told.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
