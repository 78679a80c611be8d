namespace ScoringAudit.EndToEnd;

/// <summary>Data that cannot be used: one clear message with file, place, found, expected and next step; exit code 3; nothing left behind.</summary>
public sealed class BadInputTests : IDisposable
{
    private readonly Sandbox _box = new();

    public void Dispose() => _box.Dispose();

    [Theory]
    [InlineData("", "", "s.csv: the file is empty. Expected a header line with column names and at least one row. Check that the export finished.")]
    [InlineData("pd,race\n", "", "s.csv: found a header line with 2 columns and no rows. Expected at least one row. Check that the export finished.")]
    [InlineData("pd,race\n0.1,a\n0.2\n", "", "s.csv, line 3: found 1 field, expected 2 as in the header. Complete the row, and put text that contains the delimiter (',') in quotes.")]
    [InlineData("pd,race\n0.1,a\nhello,b\n", "", "s.csv, line 3, column 'pd': found 'hello', expected a number. Correct the value, leave the field empty if it is missing, or name another column in the plan.")]
    [InlineData("pd,race\n0.1,a\n0.2,a\n", "", "s.csv: protected column 'race' has 1 group. A comparison needs at least 2: give another column, or bins.")]
    [InlineData("pd,race\n0.1,a\nNaN,b\n", "", "s.csv: row 2, column 'pd' (score): found no number, expected a finite number in every row. Leave such rows out of the file, and say so in your report.")]
    [InlineData("pd,race\n0.1,a\n-inf,b\n", "", "s.csv, line 3, column 'pd': found '-inf', an infinite number. Expected a finite number. Correct the value, or leave the field empty if it is missing.")]
    [InlineData("pd,pd,race\n0.1,1,a\n0.2,1,b\n", "", "s.csv: two columns are called 'pd' (columns 1 and 2). Column names must be unique. Rename one of them.")]
    [InlineData("pd;race\n0,1;a\n0,2;b\n", "", "s.csv, line 2, column 'pd': found '0,1', a number with a decimal comma. Expected a decimal point and no thousands separators, as in 1234.5. Export the file with decimal points.")]
    [InlineData("pd,race,ok\n0.1,a,yes\n0.2,b,no\n", "--decision ok --favourable maybe", "s.csv: columns.decision.favourable is 'maybe', but column 'ok' holds no and yes. Write one of the values that it holds.")]
    [InlineData("pd,race,ok\n0.1,a,1\n0.2,b,0\n", "--decision ok --favourable 7", "s.csv: columns.decision.favourable is '7', but column 'ok' holds 0 and 1. Write one of the values that it holds.")]
    [InlineData("pd,race,bad\n0.1,a,0\n0.2,b,0\n", "--outcome bad", "s.csv: columns.outcome.adverse is '1', but column 'bad' holds only 0. Expected at least two values, or nothing can be compared. Name another column.")]
    [InlineData("pd,race,bad\n0.1,a,1\n0.2,b,1\n", "--outcome bad", "s.csv: column 'bad' is '1' (columns.outcome.adverse) in all 2 rows used, expected two classes. Add rows of the other class, or name another column.")]
    [InlineData("pd,race,w\n0.1,a,1\n0.2,b,-1\n", "--weight w", "s.csv: row 2, column 'w' (weight): found a negative number, expected a finite number of at least 0. Correct the weight, or remove 'weight' from the plan.")]
    [InlineData("pd,race,w\n0.1,a,0\n0.2,b,0\n", "--weight w", "s.csv: the weights in column 'w' sum to 0, expected a positive sum. Correct the weights, or remove 'weight' from the plan.")]
    [InlineData("pd,race\n0.1,a\n0.2,b\n", "--area postcode", "s.csv: there is no column 'postcode' (--area). The columns are: pd, race.")]
    public async Task Audit_DataThatCannotBeUsed_OneMessageAndNothingLeft(string csv, string options, string message)
    {
        _box.Write("s.csv", csv);
        var ran = await _box.Run(["audit", "@s.csv", "--score", "pd", "--group", "race", "--out", "@o", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Refused(ran, 3, message, "s.csv");
    }

    [Fact]
    public async Task Audit_MissingFile_SaysWhere() => Refused(
        await _box.Run("audit", "@no.csv", "--score", "pd", "--out", "@o"), 3,
        "There is no file 'no.csv'. Check the name; paths in a plan are relative to the plan's file.");

    [Fact]
    public async Task Audit_MisspeltScoreColumn_SuggestsTheNearest()
    {
        _box.Write("scores.csv", Scores.Recorded);
        Refused(
            await _box.Run("audit", "@scores.csv", "--score", "pdd", "--out", "@o"), 3,
            "scores.csv: there is no column 'pdd' (--score). Did you mean 'pd'?", "scores.csv");
    }

    [Theory]
    [InlineData("colums: { row: id }", "plan.yaml, line 10: unknown key 'colums'. Did you mean 'columns'?")]
    [InlineData("controls: [sexx]", "scores.csv: there is no column 'sexx' (plan: protected). The columns are: id, pd, approved, race, default.")]
    [InlineData("measures: [acuracy]", "plan: measures: there is no measure 'acuracy'. Did you mean 'accuracy'?")]
    [InlineData("yardsticks: { adverse_impact_ration: 0.8 }", "plan: yardsticks: there is no yardstick 'adverse_impact_ration'. Did you mean 'adverse_impact_ratio'?")]
    [InlineData("disclosure: { class: open }", "plan.yaml, line 10, disclosure: class 'open' needs a ground. Say why the data may be shown, as in ground: \"published by UCI under CC BY 4.0\"; every page prints it.")]
    [InlineData("disclosure: { class: protected }", "plan: class protected protects persons, and columns.subject does not say which rows are one person's. Add columns.subject, or write disclosure.unit: row if every row is another person.")]
    [InlineData("disclosure: { class: protected, unit: row }", "plan: column 'race' (protected) has no public categories or edges. Class protected reads none from the data. Add it to the schema (disclosure.schema); 'scoring-audit schema' helps to write one.")]
    [InlineData("disclosure: { class: synthetic }", "plan.yaml, line 10, disclosure.class: class 'synthetic' is proven, not claimed: rows that the catalogue can generate again have it. Remove the line.")]
    [InlineData("disclosure: { minCell: 4 }", "plan.yaml, line 10, disclosure.minCell: found '4', expected a whole number of people, at least 5.")]
    [InlineData("areas: [{ file: plz.csv, key: plz }]", "plan.yaml: areas: there is no file 'plz.csv'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove 'areas' from the plan.")]
    [InlineData("events: [{ file: ev.csv, entity: id, time: month }]", "plan.yaml: events: there is no file 'ev.csv'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove 'events' from the plan.")]
    [InlineData("links: [{ name: partners, file: e.csv, from: a, to: b }]", "plan.yaml: links: there is no file 'e.csv'. Expected a CSV or Parquet file; paths in a plan are relative to the plan's file. Correct the name, or remove 'links' from the plan.")]
    [InlineData("model: nowhere", "plan: model: there is no 'nowhere'. Expected a directory made by scoring-audit train, or an ML.NET .zip; paths in a plan are relative to the plan's file. Correct the path, or train the model first.")]
    public async Task Audit_PlanThatCannotBeUsed_OneMessageAndNothingLeft(string line, string message)
    {
        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("plan.yaml", Scores.Plan(line));
        Refused(await _box.Run("audit", "@plan.yaml", "--out", "@o"), 3, message, "plan.yaml", "scores.csv");
    }

    [Fact]
    public async Task Audit_MisspeltColumnInPlan_SuggestsTheNearest()
    {
        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("plan.yaml", Scores.Plan().Replace("column: race", "column: rase", StringComparison.Ordinal));
        Refused(
            await _box.Run("audit", "@plan.yaml", "--out", "@o"), 3,
            "scores.csv: there is no column 'rase' (plan: protected). Did you mean 'race'?", "plan.yaml", "scores.csv");
    }

    [Fact]
    public async Task Audit_DuplicateRowIds_NamesBothRows()
    {
        _box.Write("scores.csv", Scores.Recorded.Replace("\n3,", "\n1,", StringComparison.Ordinal));
        _box.Write("plan.yaml", Scores.Plan());
        Refused(
            await _box.Run("audit", "@plan.yaml", "--out", "@o"), 3,
            "scores.csv, column 'id': rows 1 and 3 have the same value. Expected an id that is unique per row. Remove the duplicate; if several rows belong to one subject, name the column as columns.subject.",
            "plan.yaml", "scores.csv");
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("0")]
    [InlineData("1")]
    public async Task Audit_CutoffOutsideOfProbabilities_IsRefused(string cutoff)
    {
        _box.Write("scores.csv", Scores.Recorded);
        _box.Write("plan.yaml", Scores.Plan().Replace("column: approved, favourable: \"1\"", "cutoff: " + cutoff, StringComparison.Ordinal));
        Refused(
            await _box.Run("audit", "@plan.yaml", "--out", "@o"), 3,
            $"plan: columns.decision.cutoff is {cutoff}, but every score in column 'pd' of scores.csv lies between 0 and 1. Expected a cut-off between 0 and 1: with this one, everybody would be decided alike. Give the cut-off in the unit of the score.",
            "plan.yaml", "scores.csv");
    }

    [Fact]
    public async Task Train_AllMissingFeature_NamesIt()
    {
        _box.Write("t.csv", "id,x,y,bad\n1,,3,0\n2,,4,1\n3,,4,1\n4,,2,0\n5,,1,0\n6,,1,1\n");
        _box.Write("t.yaml", "schemaVersion: 1\ndata: t.csv\ncolumns:\n  row: id\n  outcome: { column: bad, adverse: \"1\" }\ntrain: { holdout: 0.4 }\n");
        Refused(
            await _box.Run("train", "@t.yaml", "--model", "logistic", "--out", "@m"), 3,
            "t.csv: feature 'x' has no value in any training row. Expected at least one value. Exclude it: put 'x' under exclude.", "t.csv", "t.yaml");
    }

    [Fact]
    public async Task Train_OutcomeOfOneClass_IsRefused()
    {
        _box.Write("t.csv", "id,y,bad\n1,3,1\n2,4,1\n3,4,1\n4,2,1\n5,1,1\n6,1,1\n");
        _box.Write("t.yaml", "schemaVersion: 1\ndata: t.csv\ncolumns:\n  row: id\n  outcome: { column: bad, adverse: \"1\" }\ntrain: { holdout: 0.4 }\n");
        var ran = await _box.Run("train", "@t.yaml", "--model", "logistic", "--out", "@m");
        Assert.StartsWith("t.csv: column 'bad' is '1' (columns.outcome.adverse) in all ", ran.Message, StringComparison.Ordinal);
        Refused(ran, 3, ran.Message, "t.csv", "t.yaml");
    }

    [Theory]
    [InlineData("@keep", "", "The output directory 'keep' exists. Nothing was written. Choose another name, or add --force to replace it.")]
    [InlineData("@keep", "--force", "The output directory 'keep' holds no earlier result (no manifest.json, world.json, model.json or statement.json). Nothing was written. Choose another name, or remove it yourself.")]
    [InlineData("@scores.csv", "", "The output 'scores.csv' is a file. Expected a directory that does not exist yet. Choose another name.")]
    [InlineData("@scores.csv/x", "", "The output directory 'scores.csv/x' cannot be made. Check that its parent is a directory in which you may write.")]
    public async Task Audit_OutputThatCannotBeUsed_IsSaidBeforeTheWork(string output, string option, string message)
    {
        _box.Write("scores.csv", Scores.Recorded);
        Directory.CreateDirectory(_box.At("keep"));
        _box.Write("keep/mine.txt", "mine");
        Refused(
            await _box.Run(["audit", "@scores.csv", "--score", "pd", "--out", output, .. option.Split(' ', StringSplitOptions.RemoveEmptyEntries)]), 3, message,
            "keep", "keep/mine.txt", "scores.csv");
    }

    [Fact]
    public async Task Audit_VeryLongOutputName_IsOneMessage()
    {
        _box.Write("scores.csv", Scores.Recorded);
        var name = new string('a', 300);
        Refused(
            await _box.Run("audit", "@scores.csv", "--score", "pd", "--out", "@" + name), 3,
            $"The output directory '{name}' cannot be made. Check that its parent is a directory in which you may write.", "scores.csv");
    }

    [Theory]
    [InlineData("report")]
    [InlineData("verify")]
    public async Task ReadingVerb_NoDirectory_SaysSo(string verb) => Refused(
        await _box.Run(verb, "@no"), 3, "There is no directory 'no'. Expected a written result. Check the name.");

    [Fact]
    public async Task Audit_NothingDefined_Exits4AndSaysWhy()
    {
        // Both groups are there, but nobody of b has a decision: rates of b and every comparison are undefined; the overall rate is defined.
        _box.Write("s.csv", "ok,race\n1,a\n0,a\n");
        _box.Write("p.yaml", "schemaVersion: 1\ndata: s.csv\ncolumns:\n  decision: { column: ok, favourable: \"1\" }\n");
        var ran = await _box.Run("audit", "@p.yaml", "--out", "@o");
        Assert.Equal(4, ran.Code);
        Assert.Equal("no number could be measured: the plan asks for nothing that these data allow; see the notes.", ran.Message);
        Assert.Contains("- Disparity: the plan names no protected attribute.", ran.Out, StringComparison.Ordinal);
    }

    private void Refused(Ran ran, int code, string message, params string[] left)
    {
        Assert.Equal(message, ran.Message);
        Assert.Equal(code, ran.Code);
        Assert.Empty(ran.Out);
        Assert.Equal(left.Order(StringComparer.Ordinal), _box.Entries);
    }
}
