namespace Repository.Tests.Reading;

/// <summary>Where a rule is broken, and what to do about it.</summary>
internal readonly record struct Violation(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line} {Message}";
}
