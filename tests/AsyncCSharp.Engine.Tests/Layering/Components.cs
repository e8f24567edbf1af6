namespace AsyncCSharp.Engine.Tests.Layering;

/// <summary>The strongly connected components of a graph (Tarjan): what is in one can be neither understood nor tested without the rest of it.</summary>
internal static class Components
{
    /// <summary>Those with more than one node, the largest first.</summary>
    public static IReadOnlyList<IReadOnlyList<T>> Of<T>(IEnumerable<T> nodes, Func<T, IEnumerable<T>> next)
        where T : class
    {
        Dictionary<T, int> indexes = [];
        Dictionary<T, int> lowest = [];
        HashSet<T> onStack = [];
        Stack<T> stack = new();
        List<IReadOnlyList<T>> found = [];
        foreach (T node in nodes)
        {
            if (!indexes.ContainsKey(node))
            {
                Visit(node);
            }
        }

        return [.. found.Where(c => c.Count > 1).OrderByDescending(c => c.Count)];

        void Visit(T node)
        {
            int index = indexes.Count;
            indexes[node] = lowest[node] = index;
            stack.Push(node);
            _ = onStack.Add(node);
            foreach (T other in next(node))
            {
                if (!indexes.TryGetValue(other, out int reached))
                {
                    Visit(other);
                    lowest[node] = Math.Min(lowest[node], lowest[other]);
                }
                else if (onStack.Contains(other))
                {
                    lowest[node] = Math.Min(lowest[node], reached);
                }
            }

            if (lowest[node] != index)
            {
                return;
            }

            List<T> component = [];
            T member;
            do
            {
                member = stack.Pop();
                _ = onStack.Remove(member);
                component.Add(member);
            }
            while (member != node);
            found.Add(component);
        }
    }
}
