namespace Leasehold.BeforeAfter.Works;

/// <summary>What a function makes: a row that is begun before the external call and completed after it.</summary>
internal sealed record Work(string Id, string Kind, string Title)
{
    public static Work New(string kind) => new(Guid.CreateVersion7().ToString(), kind, $"A {kind}");
}
