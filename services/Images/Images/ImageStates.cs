namespace Leasehold.Images.Images;

/// <summary>pending → processing → completed | failed.</summary>
internal static class ImageStates
{
    public const string Pending = "pending";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";

    public static bool IsOver(string status) => status is Completed or Failed;
}
