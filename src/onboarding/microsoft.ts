/** Microsoft's own addresses for sign-in, in each of its clouds. */
const HOST = /\.(microsoftonline\.(com|us|cn)|chinacloudapi\.cn)$/i;

/** Whether a URL is at Entra ID, and not at something that stands in for it. */
export const isAtEntraId = (url: string): boolean => HOST.test(new URL(url).hostname);
