using System.Text;
using ScoringAudit.Notebooks;
using ScoringAudit.Primitives;

namespace ScoringAudit.Tests.Notebooks;

public class NotebookDocumentTests
{
    private const string Loose = "{ \"nbformat\": 4, \"nbformat_minor\": 5, \"metadata\": {\"custom\": [1, 2.50]},\n \"cells\": [ {\"cell_type\": \"markdown\", \"id\": \"m\", \"metadata\": {}, \"source\": \"Grüße 🙂 \\\"x\\\"\"}, {\"cell_type\": \"code\", \"id\": \"c\", \"metadata\": {\"tags\": [\"a\"]}, \"execution_count\": 7, \"outputs\": [], \"source\": [\"1 +\\n\", \"1\"]} ] }";

    [Fact]
    public void ToBytes_Unchanged_GivesTheBytesThatWereRead() => Assert.Equal(Loose, Encoding.UTF8.GetString(Sample.Read(Loose).ToBytes()));

    [Fact]
    public void ToCanonicalBytes_AsJupyterWrites_SortedKeysOneSpace()
    {
        // json.dumps(…, sort_keys=True, indent=1, ensure_ascii=False) of Python's nbformat.
        const string expected = "{\n \"cells\": [\n  {\n   \"cell_type\": \"markdown\",\n   \"id\": \"m\",\n   \"metadata\": {},\n   \"source\": \"Grüße 🙂 \\\"x\\\"\"\n  },\n  {\n   \"cell_type\": \"code\",\n   \"execution_count\": 7,\n   \"id\": \"c\",\n   \"metadata\": {\n    \"tags\": [\n     \"a\"\n    ]\n   },\n   \"outputs\": [],\n   \"source\": [\n    \"1 +\\n\",\n    \"1\"\n   ]\n  }\n ],\n \"metadata\": {\n  \"custom\": [\n   1,\n   2.50\n  ]\n },\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}\n";
        Assert.Equal(expected, Encoding.UTF8.GetString(Sample.Read(Loose).ToCanonicalBytes()));
    }

    [Fact]
    public async Task ToBytes_RunTwice_GivesTheSameBytes()
    {
        var run = await Sample.Run("display(\"ä\\nb\");\nnew[] { (1, 2.5) }.Select(p => new { p.Item1, p.Item2 })", "throw new Exception(\"no\\nway\");");
        var first = run.Notebook.ToBytes();
        using var stream = new MemoryStream(first);
        var again = NotebookDocument.Read(stream, "course.ipynb");
        Assert.Equal(first, again.ToCanonicalBytes());
        var second = await NotebookRunner.RunAsync(again, new NotebookOptions(), TestContext.Current.CancellationToken);
        Assert.Equal(first, second.Notebook.ToBytes());
        Assert.Empty(NotebookComparison.Differences(again, second.Notebook));
    }

    [Theory]
    [InlineData("{ \"cells\": [\n }", "course.ipynb: broken JSON in line 2. Expected a notebook (.ipynb). Take an earlier version of the file, or repair that line.")]
    [InlineData("[]", "course.ipynb: it is JSON, but no notebook: 'cells' or 'nbformat' is missing. Expected an .ipynb of nbformat 4. Check the file.")]
    [InlineData("{\"cells\": [], \"nbformat\": 3}", "course.ipynb: nbformat 3 was found, expected 4. Convert it: jupyter nbconvert --to notebook --nbformat 4.")]
    [InlineData("{\"cells\": [7], \"nbformat\": 4}", "course.ipynb: a cell is not as nbformat 4 says. Expected objects with 'cell_type' and 'source'. Open and save it with Jupyter.")]
    public void Read_NoNotebook_SaysWhatIsWrong(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<AuditDataException>(() => Sample.Read(text)).Message);
}
