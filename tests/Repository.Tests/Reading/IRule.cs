namespace Repository.Tests.Reading;

/// <summary>One rule about the tree.</summary>
internal interface IRule
{
    IEnumerable<Violation> Check(RepositoryTree tree);
}
