using Parquet;
using ScoringAudit.Primitives;

namespace ScoringAudit.Storage;

/// <summary>Turns what the Parquet library throws on damaged files into one clear message.</summary>
internal static class ParquetGuard
{
    public static async Task<ParquetReader> Open(string path)
    {
        Stream? file = InputFile.Open(path);
        var name = Path.GetFileName(path);
        try
        {
            if (file.Length == 0)
            {
                throw new AuditDataException($"{name}: the file is empty. Expected Parquet data. Check that the export finished.");
            }

            var start = new byte[4];
            var length = await file.ReadAtLeastAsync(start, 4, throwOnEndOfStream: false);
            if (!start.AsSpan(0, length).SequenceEqual("PAR1"u8))
            {
                throw new AuditDataException($"{name}: this is not a Parquet file. Expected Parquet data. Rename the file to .csv if it is text.");
            }

            file.Position = 0;
            var reader = await ParquetReader.CreateAsync(file, null, false);
            file = null;
            return reader;
        }
        catch (Exception e) when (e is not (AuditDataException or OutOfMemoryException))
        {
            throw new AuditDataException($"{name}: the Parquet file ends early or is damaged. Expected a whole file with its footer. Copy or export it again.", e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    public static async Task<T> Column<T>(Task<T> read, string file, int group, string column)
    {
        try
        {
            return await read;
        }
        catch (Exception e) when (e is not (AuditDataException or OutOfMemoryException or OperationCanceledException))
        {
            throw new AuditDataException($"{file}, row group {group + 1}, column '{column}': the data are damaged. Expected a whole Parquet file. Copy or export it again.", e);
        }
    }
}
