using ScoringAudit.Primitives;
using ScoringAudit.Storage;

namespace ScoringAudit.Tests.Storage;

public sealed class PlanErrorTests
{
    [Theory]
    [InlineData("", "plan: found 0 YAML documents, expected one plan. It starts with 'schemaVersion: 1'.")]
    [InlineData("hello", "plan, line 1: found 'hello', expected a mapping with the keys schemaVersion, data, delimiter, columns, protected, intersections, controls, features, exclude, links, areas, events, sampling, independent, model, models, train, measures, yardsticks, confidence, disclosure, seed.")]
    [InlineData("data: a.csv", "plan, line 1: the key 'schemaVersion' is missing. Add it.")]
    [InlineData("schemaVersion: 2\ndata: a.csv", "plan, line 1, schemaVersion: found 2, this program reads version 1. Use a newer program.")]
    [InlineData("schemaVersion: one\ndata: a.csv", "plan, line 1, schemaVersion: found 'one', expected the whole number 1.")]
    [InlineData("schemaVersion: 1\ndata: a.csv\n", "plan, line 1: there is nothing to measure. Expected at least one of columns.score, columns.decision, columns.outcome (to train on) and model. Add one.")]
    [InlineData("schemaVersion: 1\ndata: a.csv\ndata: b.csv\n", "plan, line 3: this is not valid YAML (Duplicate key data). Correct the line; indent with blanks, and quote texts that contain ': ' or '#'.")]
    public void Parse_BadDocument_SaysWhere(string yaml, string message) => Assert.Equal(message, Error(yaml));

    [Theory]
    [InlineData("colums: { row: id }", "plan, line 4: unknown key 'colums'. Did you mean 'columns'?")]
    [InlineData("frobnicate: 1", "plan, line 4: unknown key 'frobnicate'. The keys here are: schemaVersion, data, delimiter, columns, protected, intersections, controls, features, exclude, links, areas, events, sampling, independent, model, models, train, measures, yardsticks, confidence, disclosure, seed.")]
    [InlineData("columns:\n  row: id\n  scores: { column: s }", "plan, line 6: unknown key 'columns.scores'. Did you mean 'score'?")]
    [InlineData("columns: id", "plan, line 4, columns: found 'id', expected a mapping with the keys row, subject, score, decision, outcome, weight, address, area, time.")]
    [InlineData("columns: { row: [a] }", "plan, line 4, columns.row: found a list, expected the name of a column.")]
    [InlineData("columns:\n  weight:\n", "plan, line 5, columns.weight: found nothing, expected the name of a column.")]
    [InlineData("columns: { score: { column: s } }", "plan, line 4: the key 'columns.score.direction' is missing. Add it.")]
    [InlineData("columns: { score: { column: s, direction: higher_is_saver } }", "plan, line 4, columns.score.direction: found 'higher_is_saver', expected higher_is_riskier or higher_is_safer. Did you mean 'higher_is_safer'?")]
    [InlineData("columns: { decision: { } }", "plan, line 4, columns.decision: found none of column, cutoff and approvalRate, expected exactly one. A decision is recorded in a column, or made from the score by a cut-off or a rate.")]
    [InlineData("columns: { decision: { column: d, favourable: \"1\", cutoff: 2 } }", "plan, line 4, columns.decision: found column and cutoff of column, cutoff and approvalRate, expected exactly one. A decision is recorded in a column, or made from the score by a cut-off or a rate.")]
    [InlineData("columns: { decision: { column: d } }", "plan, line 4, columns.decision: the key 'favourable' is missing. Name the value of the column that means a favourable decision, as in favourable: \"1\".")]
    [InlineData("columns: { decision: { cutoff: 2, favourable: \"1\" } }", "plan, line 4, columns.decision.favourable: 'favourable' belongs to a decision's column, not to cutoff. Remove it.")]
    [InlineData("columns: { decision: { approvalRate: 1 } }", "plan, line 4, columns.decision.approvalRate: found '1', expected a share between 0 and 1.")]
    [InlineData("columns: { decision: { cutoff: \"0,2\" } }", "plan, line 4, columns.decision.cutoff: found '0,2', expected a number on the score's scale.")]
    [InlineData("columns: { outcome: { column: y, adverse: \"1\", observed: accepted } }", "plan, line 4, columns.outcome.observed: found 'accepted', expected all or accepted_only.")]
    [InlineData("columns: { area: { column: plz, prefix: 0 } }", "plan, line 4, columns.area.prefix: found '0', expected a number of characters, at least 1.")]
    [InlineData("protected: { column: race }", "plan, line 4, protected: found a mapping, expected a list of entries, as in [a, b].")]
    [InlineData("protected: [{ column: age, bins: [40, 25] }]", "plan, line 4, protected[1].bins: the bins do not increase. Expected inner edges in increasing order, as in [25, 40, 60].")]
    [InlineData("protected: [{ column: age, bins: [25, forty] }]", "plan, line 4, protected[1].bins[2]: found 'forty', expected a number.")]
    [InlineData("protected: [{ column: age, bins: [] }]", "plan, line 4, protected[1].bins: found no edge, expected at least one, as in [25, 40, 60].")]
    [InlineData("protected: [{ column: age, bins: [25], categories: [a] }]", "plan, line 4, protected[1]: found categories and bins, expected one of them. Categories are for texts, bins for numbers.")]
    [InlineData("protected: [{ column: region, categories: [north, south], reference: nord }]", "plan, line 4, protected[1].reference: found 'nord', expected north, south, largest or highest_rate. Did you mean 'north'?")]
    [InlineData("protected: [{ column: race }, { column: race }]", "plan, line 4, protected: 'race' stands there twice. Remove or rename one.")]
    [InlineData("protected: [{ column: race }]\nintersections: [[race, sex]]", "plan, line 5, intersections[1]: 'sex' is not a protected column. Declare it under 'protected'.")]
    [InlineData("protected: [{ column: race }]\nintersections: [[race]]", "plan, line 5, intersections[1]: found fewer than two columns, expected two or more protected columns, as in [race, sex].")]
    [InlineData("controls: [a, a]", "plan, line 4, controls[2]: 'a' stands there twice. Remove one.")]
    [InlineData("features: [{ column: x, origin: neighborhood }]", "plan, line 4, features[1].origin: found 'neighborhood', expected own, household, family, neighbourhood, area, cohort, contact, partner, founder, officer or authority. Did you mean 'neighbourhood'?")]
    [InlineData("features: [{ column: x, onMove: stay }]", "plan, line 4, features[1].onMove: found 'stay', expected keep, reset or swap. Did you mean 'swap'?")]
    [InlineData("links: [{ name: area, file: e.csv, from: a, to: b }]", "plan, line 4, links[1].name: 'area' has a meaning of its own under 'independent'. Choose another name.")]
    [InlineData("links: [{ name: l, file: e.csv, from: a }]", "plan, line 4: the key 'links[1].to' is missing. Add it.")]
    [InlineData("areas: [{ file: a.csv, key: plz, columns: [x] }]", "plan, line 4, areas[1].columns: found a list, expected a mapping of columns to origins.")]
    [InlineData("sampling: { kind: census }", "plan, line 4, sampling.kind: found 'census', expected register, random or volunteer.")]
    [InlineData("independent: row", "plan, line 4, independent: found 'row', expected auto, rows, subject, address or area. Did you mean 'rows'?")]
    [InlineData("models: [{ model: m }]", "plan, line 4, models: found model and models, expected one of them. Move the model into the list.")]
    [InlineData("train: { holdout: 1 }", "plan, line 4, train.holdout: found '1', expected a share between 0 and 1.")]
    [InlineData("train: { holdout: 0.3, seed: 4 }", "plan, line 4: unknown key 'train.seed'. The keys here are: holdout, blocks.")]
    [InlineData("yardsticks: { adverse_impact_ratio: high }", "plan, line 4, yardsticks.adverse_impact_ratio: found 'high', expected a number.")]
    [InlineData("confidence: 0.5", "plan, line 4, confidence: found '0.5', expected a level between 0.5 and 1.")]
    [InlineData("confidence: 95", "plan, line 4, confidence: found '95', expected a level between 0.5 and 1.")]
    [InlineData("confidence: .nan", "plan, line 4, confidence: found '.nan', expected a level between 0.5 and 1.")]
    [InlineData("disclosure: { minCell: 4 }", "plan, line 4, disclosure.minCell: found '4', expected a whole number of people, at least 5.")]
    [InlineData("disclosure: { class: open }", "plan, line 4, disclosure: class 'open' needs a ground. Say why the data may be shown, as in ground: \"published by UCI under CC BY 4.0\"; every page prints it.")]
    [InlineData("disclosure: { class: protected, epsilon: 1, delta: 0.000001, unit: subject }", "plan, line 4, disclosure.class: disclosure class 'protected' is not built yet; use restricted or open.")]
    [InlineData("disclosure: { class: consented, decidedBy: me }", "plan, line 4, disclosure: class 'consented' needs a ground. Say what the subjects agreed to, or which law allows it, as in ground: \"consent form of 2025, section 3\"; every page prints it.")]
    [InlineData("disclosure: { class: consented, ground: law }", "plan, line 4, disclosure: class 'consented' needs decidedBy. Say who decided that the aggregates may be shown, as in decidedBy: \"data protection officer, 3 March 2026\"; every page prints it.")]
    [InlineData("disclosure: { class: consented, ground: law, decidedBy: me, minCell: 9 }", "plan, line 4, disclosure.minCell: found '9', expected a whole number of people, at least 10 for class consented.")]
    [InlineData("disclosure: { class: consented, ground: law, decidedBy: me, rounding: 2 }", "plan, line 4, disclosure.rounding: found '2', expected a whole number, at least 3.")]
    [InlineData("disclosure: { class: restricted, rounding: 5 }", "plan, line 4, disclosure.rounding: decidedBy and rounding belong to class consented. Remove it, or ask for class consented.")]
    [InlineData("disclosure: { class: protected, epsilon: -1 }", "plan, line 4, disclosure.epsilon: found '-1', expected a number above 0.")]
    [InlineData("disclosure: { class: restricted, epsilon: 1 }", "plan, line 4, disclosure.epsilon: epsilon, delta and unit belong to class protected. Remove them.")]
    [InlineData("disclosure: { class: synthetic }", "plan, line 4, disclosure.class: class 'synthetic' is proven, not claimed: rows that the catalogue can generate again have it. Remove the line.")]
    [InlineData("disclosure: { class: public }", "plan, line 4, disclosure.class: found 'public', expected protected, consented, restricted, open or synthetic.")]
    [InlineData("delimiter: \";;\"", "plan, line 4, delimiter: found ';;', expected one character, as in \",\" or \"\\t\".")]
    [InlineData("seed: -1", "plan, line 4, seed: found '-1', expected a whole number from 0 to 18446744073709551615.")]
    public void Parse_BadKey_SaysLineFoundExpected(string yaml, string message) =>
        Assert.Equal(message, Error("schemaVersion: 1\ndata: a.csv\nmodel: m\n" + yaml + "\n"));

    [Fact]
    public void Parse_RateWithoutScore_IsRefused() =>
        Assert.Equal(
            "plan, line 3, columns.decision: approvalRate needs a score, and the plan names none. Add columns.score or model.",
            Error("schemaVersion: 1\ndata: a.csv\ncolumns: { decision: { approvalRate: 0.5 } }\n"));

    private static string Error(string yaml) => Assert.Throws<AuditDataException>(() => PlanFile.Parse(yaml)).Message;
}
