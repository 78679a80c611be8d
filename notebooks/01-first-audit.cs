// Generated from 01-first-audit.ipynb by 'scoring-audit notebook twin'. Change the notebook, not this file.
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
using ScoringAudit.Notebooks;
using ScoringAudit.Portfolios;
using ScoringAudit.Release;
using ScoringAudit.Reporting.Notebook;
using ScoringAudit.Worlds;

// # 1 · A first audit
//
// **The question.** A score between 100 and 999 points decides who gets credit: the better 70 % do. Two groups of people, A and B, live in the same town. *Does the score treat both alike, and if not, where does the difference come from?*
//
// You need no mathematics beyond percentages. Run the cells from top to bottom; about 15 minutes.
//
// *Synthetic people only. The area and neighbour channels are hypotheses built into the generator; effects of this kind have been attributed to credit bureaus, and nothing here says that one works like this.*

// ## A town whose truth is known
//
// We generate 4,000 people in households, streets and postcodes. They are drawn from random streams that depend on nothing but a seed, so everybody who runs this cell gets the same people. Because the people are made up, we may look at everything, and in the end we can open the machine and see whether the audit was right.


var spec = WorldSpec.Of("neighbours-area") with { Subjects = 4_000, Seed = 1 };
var world = World.Generate(spec);
var people = world.Subjects;
display(world.Facts);

// "Synthetic" is easily said. The next line does not take the data's word for it: it generates every cell of every row again and compares. Only then may exact numbers leave this notebook.

var proof = Provenance.Prove(people, new WorldProof(spec, WorldShard.Whole));
display(proof.IsSynthetic);

// ## Make a prediction
//
// Group B is a quarter of the town. The score was built without the group: it does not know who belongs to which. Before you run the next cell, write down
//
// 1. the share of group A, and the share of group B, that you expect among the 70 % who are approved;
// 2. the ratio of the two shares. (A ratio of 0.8 is an old screening convention from United States employment guidelines of 1978. It is a yardstick for a second look, not a law and not a proof.)

var plan = WorldPlans.For(spec);
var evidence = Audit.Run(people, plan, new AuditInputs { Provenance = proof });
var released = ReleaseGate.Release(evidence);
display(released.Measure("selection_rate"));

display(released.Figure("selection-rates"));

display(released.Measure("adverse_impact_ratio"));

// **How to read it.** The interval says how far the number could be off if these 4,000 people were a sample from a larger town. It counts *postcodes*, not people, because people who live together are alike: a hundred neighbours tell less than a hundred strangers.
//
// The verdict compares the whole interval with the yardstick, never the point alone. *Undetermined* is a result: these data cannot decide it.
//
// ## The same number, another way
//
// An audit should not be believed because a tool printed it. Here is the same count in plain SQL: sort by score, approve the first 2,800, count by group.

display(Query.Sql("""
    SELECT "group", count(*) AS people, sum(approved) AS approved
    FROM (SELECT "group", CASE WHEN row_number() OVER (ORDER BY score DESC, subject_id) <= 2800 THEN 1 ELSE 0 END AS approved FROM people)
    GROUP BY 1 ORDER BY 1
    """, ("people", people)));

// ## Open the machine
//
// With a real bureau the audit would end here. In a synthetic town we can ask for the truth: each person's score, and the score the same person would have if the *area channel* were switched off.

var truth = world.Truth;
var gap = truth.Gaps[0];
display(new[]
{
    new { Score = "as it is", GapInPoints = Math.Round(gap.Total, 1) },
    new { Score = "with the area channel off", GapInPoints = Math.Round(gap.WithoutAll, 1) },
});

// More than half of the gap between the groups is there without the area: it comes from the people's own records (income, arrears), which in this town differ between the groups. The area channel adds to it, because more people of group B live in postcodes with low purchasing power. Two people with the *same* record get different scores if they live in different places.
//
// ## Exercises
//
// 1. Change `Seed` to 2 and run everything again. Does the verdict change? What does that tell you about a single audit of 4,000 people?
// 2. Change `Subjects` to 20,000. What happens to the interval, and what to the ratio?
// 3. Turn the area channel off: `WorldSpec.Of("neighbours-area").Control() with { Subjects = 4_000 }`. Is the ratio now 1? Why not?
//
// <details><summary>Solutions</summary>
//
// 1. The ratio moves by a few hundredths and the verdict may change. One audit is one draw; that is what the interval is for.
// 2. The interval becomes narrower, by a factor of about √5 if nothing else changes; the ratio moves little.
// 3. No. The groups' own records differ, so a score that reads nobody else's record still approves them at different rates. A ratio below 1 alone says nothing about neighbours.
//
// </details>
//
// ## What we cannot tell
//
// * Whether the difference is justified or lawful. The number, its interval and the yardstick are all that an audit gives.
// * From these scores alone, that the area was used. We know it because we opened the machine. Notebook 4 asks how far one gets without.

static void display(object? value) => Console.WriteLine(ScoringAudit.Reporting.Notebook.PlainText.Of(value) + "\n");
