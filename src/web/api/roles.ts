/** What applications may do, by the app roles that the operators' own tenant has assigned to them. */

export const READ = 'Onboarding.Read';
export const OPERATE = 'Onboarding.Operate';

/** To operate is to read as well. */
export const mayRead = (roles: readonly string[]) => roles.includes(READ) || roles.includes(OPERATE);
export const mayOperate = (roles: readonly string[]) => roles.includes(OPERATE);
