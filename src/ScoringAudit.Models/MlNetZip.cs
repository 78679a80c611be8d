using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using ScoringAudit.Primitives;

namespace ScoringAudit.Models;

/// <summary>Opens ML.NET's saved models, with errors that a person understands.</summary>
internal static class MlNetZip
{
    /// <summary>ML.NET's saved model, with the same bytes for the same model.</summary>
    public static byte[] Save(ITransformer transformer, DataViewSchema schema)
    {
        using var saved = new MemoryStream();
        new MLContext(0).Model.Save(transformer, schema, saved);
        saved.Position = 0;
        using var packed = new MemoryStream();
        using (var from = new ZipArchive(saved, ZipArchiveMode.Read))
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                // ML.NET stamps each entry with the time of saving.
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var read = entry.Open();
                using var write = copy.Open();
                read.CopyTo(write);
            }
        }

        return packed.ToArray();
    }

    public static (ITransformer Transformer, DataViewSchema Schema) Load(Stream zip, string source)
    {
        // ML.NET seeks; a stream from elsewhere may not.
        using var copy = new MemoryStream();
        zip.CopyTo(copy);
        copy.Position = 0;
        try
        {
            var transformer = new MLContext(0).Model.Load(copy, out var schema);
            return (transformer, schema ?? throw new FormatException("it has no input schema."));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // ML.NET throws whatever its readers meet: InvalidData, Format, InvalidOperation, Index, TargetInvocation.
            throw new AuditDataException(
                $"{source}: the file cannot be read as an ML.NET model; it is truncated, damaged or of another format. Expected a .zip that ML.NET saved. Copy the file again, or train the model again.",
                e);
        }
    }

    public static IReadOnlyList<string> Slots(DataViewSchema schema, string source)
    {
        if (schema.GetColumnOrNull(PortfolioDataView.Features) is not { Type: VectorDataViewType { IsKnownSize: true } type } column
            || type.ItemType != NumberDataViewType.Single
            || column.Annotations.Schema.GetColumnOrNull("SlotNames") is null)
        {
            var found = string.Join(", ", schema.Select(c => $"{c.Name} ({c.Type})"));
            throw new AuditDataException(
                $"{source}: the model's input columns are {found}. Expected one vector of float called 'Features' with slot names. Save the trained step alone, with the schema of its own input, or audit its scores from a column.");
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(n => n.ToString())];
    }
}
