namespace ScoringAudit.Cli;

/// <summary>One clear message for a file or directory that the system would not read or write.</summary>
internal static class FileTrouble
{
    // errno 28 (ENOSPC) and 122 or 69 (EDQUOT) as .NET hands them over; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL on Windows.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>The message. The system's own text is left out, because it names paths of the machine.</summary>
    public static string Of(Exception e) => e switch
    {
        _ when Full.Contains(e.HResult) => "The disk is full, or a quota is used up: the result could not be written. Expected room for it. Free some space, or give --out a directory on another disk.",
        PathTooLongException => "A path is longer than the system allows. Expected a shorter one. Give --out a shorter name.",
        UnauthorizedAccessException => "A file or directory cannot be read or written: access is denied. Check the permissions of the input and of the directory in which --out is made.",
        _ => $"A file or directory could not be read or written ({e.GetType().Name}). Check that the disk works, that nothing else uses the files, and that the directory in which --out is made can be written.",
    };
}
