using Leasehold.Cli.CodeBases;

namespace Leasehold.Cli.Analysis;

/// <summary>What the rules said about one project.</summary>
internal sealed record ProjectFindings(IReadOnlyList<Finding> Findings, IReadOnlyList<CodeBaseProblem> Problems);
