// Generated from 02-what-does-the-score-use.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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

// # 2 · What does the score use?
//
// **The question.** A model has read a dozen columns. *Which of them does it use, how much, and whose records are they?*
//
// About 15 minutes. *Synthetic people only. The area and neighbour channels are hypotheses built into the generator; effects of this kind have been attributed to credit bureaus, and nothing here says that one works like this.*


// ## Four scores for the same people
//
// We train four credit models on the same 4,000 people and the same defaults. They differ only in what they may read. Thirty per cent of the people, whole postcodes, are held out: every number below speaks of people that no model has seen. (Had we held out single people, their neighbours in the training rows would have given them away.)

var spec = WorldSpec.Of("neighbours-area") with { Subjects = 4_000, Seed = 1 };
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
// *Permutation importance* asks: if we shuffle one column among the people, so that it tells nothing any more, how much worse does the model order them? The loss is measured in AUC: the probability that a person who defaults has a riskier score than one who does not.
//
// The model `own-area` reads eleven columns of a person's own record and two about the postcode. Write down the three columns that you expect on top, and where you expect `area_purchasing_power`.

// One plan for all four: it names every feature, and each model reads its own.
var features = demo.SelectMany(score => score.Plan.Roles.Features!).DistinctBy(feature => feature.Column).ToList();
var roles = demo[0].Plan.Roles;
var plan = demo[0].Plan with
{
    Roles = roles with { Features = features, Exclude = roles.Exclude.Except(features.Select(feature => feature.Column)).ToList() },
};
var released = ReleaseGate.Release(Audit.Run(people, plan, new AuditInputs { Provenance = proof, Models = models }));
display(released.Measure("permutation_importance", "own-area", "roc_auc"));

// **How to read it.** An interval that includes 0 means: shuffling did no measurable harm. A value below 0 is chance: the model guessed slightly better without the column on these people.
//
// ## Small importance is not small effect
//
// Purchasing power costs the model less than 0.01 of AUC. One could stop here and report "place hardly matters". Now the other question: take the same person, keep the whole record, and let them live somewhere else. By how many points does the score change? (50 points double the odds.)

display(released.Measure("move_effect_place"));

display(released.Figure("move-test"));

// The same column that is almost worthless for prediction moves people by about eleven points (8 to 14). Both numbers are right; they answer different questions. Importance asks what the *model's accuracy* would lose. The move test asks what a *person* would gain. A regulator, and the person, want the second.
//
// The score of the own record does not move at all when only the place changes: exactly 0, not "about 0". That is the control. It moves when the *time at the address* starts again, which is part of the person's own record.
//
// ## Whose records are in it?
//
// One number for the whole score: let the person's own record be one player, and everything else the other. Exact Shapley values divide each person's score between the two. The *association share* is the part of the second player: 0 if nobody else's record ever moves the score, 1 if nothing else does.

display(released.Measure("association_share"));

display(released.Figure("shapley-origins"));

// The share is a description of what the fixed model does. It says nothing about why people default, and nothing about what own records inherit from the neighbourhood.
//
// ## Why not the library's own importance?
//
// The machine-learning library used here has a function for permutation importance. In its version 5.0.1 we measured three defects: asked to use the first *n* rows, it compares them with a baseline of *all* rows, so that a feature the model never reads got an importance of −0.012; its filter for unused features does not filter; and a category that was spread over several columns is shuffled one column at a time, which makes people who are employed and retired at once. This toolkit pairs the baseline, shuffles a feature with all its columns together, and gives an interval over repeats.

display(released.Figure("importance"));

// ## Exercises
//
// 1. `own-proxies` reads no area column, only innocent-looking things such as the distance to the next parcel locker. Show its importances: `released.Measure("permutation_importance", "own-proxies", "roc_auc")`. Then find its place effect in the table above.
// 2. Train `"fasttree"` instead of `"logistic"`. Which number changes more, the importance of purchasing power or the place effect?
// 3. Two columns tell the same. What happens to the importance of each?
//
// <details><summary>Solutions</summary>
//
// 1. Each proxy has little importance, yet together they move people as far as the area column does, or further: they are the area under another name. Declaring a column "own" does not make it so.
// 2. Try it: importances are similar, place effects differ more. Trees can use place for some people only.
// 3. Each looks unimportant, because the other one stands in when it is shuffled. Importance is shared between correlated columns; it is no list of what could be removed.
//
// </details>
//
// ## What we cannot tell
//
// * Why people default. Importance describes the model, not the world.
// * What the model would use if a column were forbidden and it were trained again. Compare the four models for that.
// * How much of each *single* person's score comes from which column: those numbers exist, but they are about a person, and no public page shows them.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
